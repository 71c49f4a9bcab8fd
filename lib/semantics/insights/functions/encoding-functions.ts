import { createHash } from "node:crypto";
import { toNumber } from "../values.ts";
import { define, type Functions, ofTexts } from "./function.ts";

const BASE_64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-string-functions
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-hash-functions.html
 */
export const ENCODING_FUNCTIONS: Functions = {
  urlencode: ofTexts(1, 1, ([text = ""]) => encodeURIComponent(text.toWellFormed())),
  urldecode: ofTexts(1, 1, ([text = ""]) => decodedUrl(text)),
  base64encode: ofTexts(1, 1, ([text = ""]) => Buffer.from(text).toString("base64")),
  base64decode: ofTexts(1, 1, ([text = ""]) =>
    BASE_64.test(text) ? Buffer.from(text, "base64").toString() : undefined,
  ),
  hextoascii: ofTexts(1, 1, ([text = ""]) => {
    const digits = text.replace(/^0x/i, "");
    return /^(?:[0-9a-f]{2})*$/i.test(digits) ? Buffer.from(digits, "hex").toString("latin1") : undefined;
  }),
  hextodec: ofTexts(1, 1, ([text = ""]) => {
    const [, sign, digits] = /^(-?)(?:0x)?([0-9a-f]{1,255})$/i.exec(text.trim()) ?? [];
    return digits === undefined ? undefined : Number(`0x${digits}`) * (sign === "-" ? -1 : 1);
  }),
  dectohex: define(1, 1, ([value]) => {
    const number = toNumber(value);
    if (number === undefined || !Number.isFinite(number)) return undefined;
    const whole = BigInt(Math.trunc(number));
    return whole < 0n ? `-0x${(-whole).toString(16)}` : `0x${whole.toString(16)}`;
  }),
  md5: ofTexts(1, 1, ([text = ""]) => createHash("md5").update(text).digest("hex")),
  sha256: ofTexts(1, 1, ([text = ""]) => createHash("sha256").update(text).digest("hex")),
};

function decodedUrl(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
