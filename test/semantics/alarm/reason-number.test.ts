import { expect, test } from "vitest";
import { reasonNumber } from "../../../lib/semantics/alarm/reason-number.ts";

test.each([
  [0, "0.0"],
  [-0, "-0.0"],
  [5, "5.0"],
  [-2.5, "-2.5"],
  [0.0666851903306472, "0.0666851903306472"],
  [0.001, "0.001"],
  [0.0001, "1.0E-4"],
  [0.00025, "2.5E-4"],
  [9_999_999, "9999999.0"],
  [10_000_000, "1.0E7"],
  [123_456_789.5, "1.234567895E8"],
])("%f is written %s", (value, text) => {
  expect(reasonNumber(value)).toBe(text);
});
