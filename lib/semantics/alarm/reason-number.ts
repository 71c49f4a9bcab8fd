/**
 * A number as CloudWatch writes it in reasons: the way Java prints a double, so 5 is `5.0` and 1e7 is `1.0E7`.
 */
export function reasonNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  const [mantissa, exponent] = magnitude.toExponential().split("e") as [string, string];
  const sign = value < 0 ? "-" : "";
  if (magnitude >= 1e-3 && magnitude < 1e7) return sign + withPoint(String(magnitude));
  return `${sign}${withPoint(mantissa)}E${Number(exponent)}`;
}

const withPoint = (digits: string): string => (digits.includes(".") ? digits : `${digits}.0`);
