import java.io.FileOutputStream;
import java.time.LocalDate;
import org.apache.poi.ss.usermodel.*;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Makes poi.xlsx with Apache POI 5.4.1, as many portals write their exports: java -cp (poi-ooxml and what it needs) PoiWorkbook.java */
public class PoiWorkbook {
  public static void main(String[] args) throws Exception {
    try (Workbook book = new XSSFWorkbook(); FileOutputStream out = new FileOutputStream("poi.xlsx")) {
      Sheet sheet = book.createSheet("Deal Registrations");
      CreationHelper make = book.getCreationHelper();
      CellStyle day = book.createCellStyle();
      day.setDataFormat(make.createDataFormat().getFormat("d/m/yyyy"));
      CellStyle euro = book.createCellStyle();
      euro.setDataFormat(make.createDataFormat().getFormat("#,##0.00\\ \"€\""));
      CellStyle id = book.createCellStyle();
      id.setDataFormat(make.createDataFormat().getFormat("000000"));
      String[] headings = {"Deal ID", "Partner ID", "Customer Name", "Opportunity Name", "Amount", "Close Date", "Contact Email", "Registered"};
      Row head = sheet.createRow(0);
      for (int at = 0; at < headings.length; at++) head.createCell(at).setCellValue(headings[at]);
      Object[][] rows = {
        {4711, "7001", "Müritz Käserei GmbH", "Kühlhaus", 45000.5, LocalDate.of(2027, 3, 31), "it@mueritz.example"},
        {4712, "7001", "Żółw Systemy Sp. z o.o.", "Magazyn", 1250.0, LocalDate.of(2027, 4, 30), "it@zolw.example"},
        {4713, "7001", "北海道物流株式会社", "倉庫", 98000.0, LocalDate.of(2027, 6, 30), "it@hokkaido.example"},
      };
      for (int at = 0; at < rows.length; at++) {
        Row row = sheet.createRow(at + 1);
        Cell key = row.createCell(0);
        key.setCellValue((Integer) rows[at][0]);
        key.setCellStyle(id);
        for (int column : new int[] {1, 2, 3, 6}) row.createCell(column).setCellValue((String) rows[at][column]);
        Cell amount = row.createCell(4);
        // A formula whose value POI's own evaluator has put beside it.
        amount.setCellFormula(rows[at][4] + "*1");
        amount.setCellStyle(euro);
        Cell close = row.createCell(5);
        close.setCellValue((LocalDate) rows[at][5]);
        close.setCellStyle(day);
        row.createCell(7).setCellValue(true);
      }
      make.createFormulaEvaluator().evaluateAll();
      sheet.createFreezePane(0, 1);
      sheet.setAutoFilter(new org.apache.poi.ss.util.CellRangeAddress(0, 3, 0, 7));
      book.write(out);
    }
  }
}
