const NOT_ASCII = /[^\x00-\x7f]/;

/**
 * Brings a text into the form in which Cloud Logging compares: compatibility characters replaced, letter case and
 * invisible characters ignored (NFKC_Casefold).
 */
export function fold(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFKC");
}
