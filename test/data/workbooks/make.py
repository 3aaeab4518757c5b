"""Makes the workbooks of this folder: pip install openpyxl==3.1.5 xlsxwriter==3.3.1 odfpy==1.4.1, then python make.py.

Writers that are not the reader's library, so that no fault of it hides in both."""
import datetime
import os

import openpyxl
import xlsxwriter

os.chdir(os.path.dirname(os.path.abspath(__file__)))

# A channel manager's list as people keep it: a title, merged headings, a line of sums, a note, hidden parts.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Registrierungen"
sheet["A1"] = "Pipeline 2026, Stand 27.11."
sheet.merge_cells("A1:G1")
sheet["A3"] = "Vorgangsnummer"
sheet.merge_cells("A3:A4")
sheet["B3"] = "Kunde"
sheet.merge_cells("B3:C3")
sheet["B4"], sheet["C4"] = "Kundenname", "E-Mail"
sheet["D3"] = "Wert"
sheet.merge_cells("D3:D4")
sheet["E4"], sheet["F4"], sheet["G4"] = "Abschlussdatum", "Telefon", "Marge"
rows = [
    (127, "Müller & Söhne GmbH", "it@mueller.example", 12500.5, datetime.date(2027, 3, 31), "0381 1", 0.125),
    (128, "Crème Café SARL", "it@creme.example", 45000, datetime.datetime(2027, 4, 30, 0, 0), "0381 2", 0.2),
    (129, "Versteckt AG", "it@versteckt.example", 1, datetime.date(2027, 4, 30), "", 0.2),
    (130, "Total Energies Rostock", "it@te.example", 1250.1250, datetime.date(2027, 12, 31), "", 0.2),
]
for at, row in enumerate(rows, 5):
    for column, value in enumerate(row, 1):
        sheet.cell(at, column, value)
    sheet.cell(at, 1).number_format = "00000"
    sheet.cell(at, 4).number_format = "#,##0.00\\ [$€-407]"
    sheet.cell(at, 7).number_format = "0.0%"
sheet.row_dimensions[7].hidden = True
sheet.column_dimensions["F"].hidden = True
sheet["C9"], sheet["D9"] = "Summe", 58751.63
sheet["A11"] = "Vertraulich, nur für den internen Gebrauch"
other = book.create_sheet("Legende")
other["A1"] = "Farben"
hidden = book.create_sheet("Alt")
hidden["A1"], hidden["B1"], hidden["A2"], hidden["B2"] = "Deal ID", "Customer", "9", "Old"
hidden.sheet_state = "hidden"
book.save("pipeline.xlsx")

# A report as a CRM exports it, by another writer: formats of currencies, formulas with their values, footers.
book = xlsxwriter.Workbook("report.xlsx")
sheet = book.add_worksheet("Report")
money = {sign: book.add_format({"num_format": f"[${sign}] #,##0.00"}) for sign in ("€-407", "£-809", "$-1009", "¥-411", "USD")}
day = book.add_format({"num_format": "m/d/yyyy"})
sheet.write_row(0, 0, ["Opportunity ID", "Account Name", "Opportunity Name", "Amount", "Close Date", "Stage"])
for at, (key, sign) in enumerate([("0061", "€-407"), ("0062", "£-809"), ("0063", "$-1009"), ("0064", "¥-411"), ("0065", "USD")], 1):
    sheet.write_string(at, 0, f"{key}x0000{at}AAA")
    sheet.write_string(at, 1, f"Kunde {at}")
    sheet.write_string(at, 2, "Crane telemetry")
    sheet.write_formula(at, 3, "=1000*45", money[sign], 45000)
    sheet.write_datetime(at, 4, datetime.datetime(2027, 3, 31), day)
    sheet.write_string(at, 5, "Proposal")
sheet.write_string(7, 0, "Grand Totals (5 records)")
sheet.write_string(9, 0, "Confidential Information - Do Not Distribute")
sheet.write_string(10, 0, "Copyright © 2000-2026 salesforce.com, inc. All rights reserved.")
book.close()

# Dates of the Macintosh's calendar, and what a spreadsheet spoils.
book = xlsxwriter.Workbook("spoilt.xlsx", {"date_1904": True})
sheet = book.add_worksheet("Deals")
day = book.add_format({"num_format": "dd/mm/yyyy"})
sheet.write_row(0, 0, ["deal_id", "customer_name", "estimated_value", "currency", "expected_close_date"])
sheet.write_row(1, 0, [1234567890123456, "Rounded", 1, "EUR"])
sheet.write_row(2, 0, ["2", "Error", None, "EUR"])
sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
sheet.write_row(3, 0, ["3", "Text", "12.500,50", "EUR"])
sheet.write_row(4, 0, ["4", "Text", "45.000", "EUR"])
sheet.write_row(5, 0, ["5", "Number", 45000.25, "EUR"])
sheet.write_datetime(5, 4, datetime.datetime(2027, 3, 31), day)
sheet.write_row(6, 0, ["6", "Twin A", 1, "EUR"])
sheet.write_row(7, 0, ["6", "Twin B", 1, "EUR"])
book.close()

# A formula that no program has computed yet.
book = openpyxl.Workbook()
book.active.append(["deal_id", "customer_name", "estimated_value", "currency"])
book.active.append(["1", "Uncomputed", "=40000+5000", "EUR"])
book.save("uncomputed.xlsx")

# Partners: ids that are numbers with zeros in front, shares as percents, an amount that is text beside one that is a number.
book = openpyxl.Workbook()
sheet = book.active
sheet.append(["Partnernummer", "Partnername", "Stufe", "Gebiet", "Win Rate", "Certified", "mdf_balance", "mdf_currency"])
sheet.append([12, "Nordlicht Systems GmbH", "Gold", "EMEA", 0.61, True, 12500.5, "EUR"])
sheet.append([13, "Südlicht AG", "Silver", "EMEA", "50 %", False, "45.000,00", "EUR"])
for at in (2, 3):
    sheet.cell(at, 1).number_format = "00000"
    sheet.cell(at, 5).number_format = "0%"
book.save("partners.xlsx")

# Two sheets that both hold registrations.
book = openpyxl.Workbook()
for name in ("EMEA", "APAC"):
    sheet = book.create_sheet(name)
    sheet.append(["Deal ID", "Customer", "Amount", "Currency"])
    sheet.append([f"{name}-1", f"Kunde {name}", 1000, "EUR"])
book.remove(book["Sheet"])
book.save("two-regions.xlsx")

from odf import opendocument, style, table, text  # noqa: E402

document = opendocument.OpenDocumentSpreadsheet()
sheet = table.Table(name="Inscripciones")
for line in (("Número de registro", "Cliente", "Importe (EUR)"), ("7", "Peña y Señor SL", 45000.5)):
    row = table.TableRow()
    for value in line:
        number = isinstance(value, float)
        cell = table.TableCell(valuetype="float", value=value) if number else table.TableCell(valuetype="string")
        cell.addElement(text.P(text=str(value)))
        row.addElement(cell)
    sheet.addElement(row)
document.spreadsheet.addElement(sheet)
document.save("libre.ods")
