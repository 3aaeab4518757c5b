/** What stands right before a customer's name in prose; the first kind outranks the second, and so on. */
export const LEAD_INS: readonly (readonly RegExp[])[] = [
  [
    /\b(?:(?:end[ -]?|final )?(?:customer|client|user)(?:'s name)?|prospect) (?:is|will be|would be|name is|named|called|being) /giu,
    /\b(?:our|a|the|their|new|existing|joint|mutual) (?:new |end[ -]|joint |mutual |long-standing |existing )*(?:customer|client|prospect|account)s?,? (?=["„«“\p{Lu}\d])/giu,
    /(?:end)?kund(?:e|in) (?:ist|heißt|wäre|wird) (?:die |der |das )?/giu,
    /(?:unser(?:e[nmrs]?)?|eine[nm]?|beim|zum|dem|den|der|vom) (?:neuen |gemeinsamen |end)*(?:end)?kunden?,? (?:der |die |das )?(?:firma )?(?=["„«“\p{Lu}\d])/giu,
    /client(?: final)? (?:est|sera|s'appelle) (?:la société |l'entreprise )?/giu,
    /(?:notre|nos|un|le|du|au) (?:nouveau )?(?:client|prospect)(?: final)?,? (?=["„«“\p{Lu}\d])/giu,
    /(?:cliente|cliente final) (?:es|será|se llama|é|seria|será|chama-se) (?:la empresa |a empresa )?/giu,
    /(?:nuestro|nosso|un|um|el|o|del|do|al|ao) (?:nuevo |novo )?(?:cliente|prospecto)(?: final)?,? (?=["„«“\p{Lu}\d])/giu,
  ],
  [
    /\b(?:supporting|advising|accompagnons|accompagne|begleiten|betreuen|acompañamos|asesoramos|acompanhamos|atendemos) (?:a |die |den |das |la |le |el |o )?(?=["„«“\p{Lu}\d])/giu,
    /(?<!\b(?:we|team|colleagues|us|me|here|i)[, ]{1,3})\b(?:at|with) (?=["„«“\p{Lu}\d]|the \p{Lu})/giu,
    /\bregister(?:ing)? (?=["„«“\p{Lu}])/giu,
    /(?<!\bwir )\b(?:bei|beim|mit)(?: der| dem| den)?(?: firma| fa\.| kunden?)? (?=["„«“\p{Lu}\d])/giu,
    /(?<!\bnous )\b(?:chez|auprès de|auprès d'|avec)(?: la société| l'entreprise| la| le)? ?(?=["„«“\p{Lu}\d])/giu,
    /\b(?:con|en)(?: la empresa| la compañía| la| el| los| las)? (?=["„«“\p{Lu}\d])/giu,
    /\b(?:com|junto à|junto ao|junto a|na|no|em)(?: a empresa| o| a)? (?=["„«“\p{Lu}\d])/giu,
  ],
  [
    /\b(?:for|für|pour|para)(?: die| den| das| der| la| le| el| los| las| a| o| the)?(?: firma| société| empresa| company)? (?=["„«“\p{Lu}\d])/giu,
  ],
];

/** The same for Japanese, where the name stands first. */
export const JAPANESE_LEAD_INS: readonly RegExp[] = [
  /(?:エンドユーザー?|顧客|お客様)(?:名)?は[「『]?(?<name>[^、。\s「」『』]{2,40}?)[」』]?(?:様)?(?:です|でございます|となります|になります|、|。)/gu,
  /(?<![\p{L}])[「『]?(?<name>[\p{L}\p{N}&・ー. -]{2,60}?)[」』]?(?:様|御中|さま)(?:向け|の|への|における|にて|より|から|に対する|と)/gu,
  /[「『]?(?<name>(?:株式会社|合同会社|有限会社)[\p{L}\p{N}&・ー.]{1,30}?|[\p{L}\p{N}&・ー.]{1,30}?(?:株式会社|合同会社|有限会社))[」』]?(?:様)?(?:向け|の(?:案件|プロジェクト)|における|に対する)/gu,
];
