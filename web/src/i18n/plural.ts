/** Word forms for a number, by the rules of the language (Intl.PluralRules, no table of our own). */

const polish = new Intl.PluralRules("pl");
const english = new Intl.PluralRules("en");

/** Polish: 1 organizacja, 2 organizacje, 5 organizacji; fractions take the form of `few` (1,5 organizacji is not used here). */
export function formPl(n: number, one: string, few: string, many: string): string {
  switch (polish.select(n)) {
    case "one":
      return one;
    case "few":
      return few;
    default:
      return many;
  }
}

/** English: one form for exactly 1, another for the rest. */
export function formEn(n: number, one: string, other: string): string {
  return english.select(n) === "one" ? one : other;
}

const numberPl = new Intl.NumberFormat("pl-PL", { useGrouping: true });
const numberEn = new Intl.NumberFormat("en-GB", { useGrouping: true });

/** "5 organizacji": the number, grouped, with its word held by a no-break space. */
export function countPl(n: number, one: string, few: string, many: string): string {
  return `${numberPl.format(n)}\u00a0${formPl(n, one, few, many)}`;
}

/** "5 organisations". */
export function countEn(n: number, one: string, other: string): string {
  return `${numberEn.format(n)}\u00a0${formEn(n, one, other)}`;
}
