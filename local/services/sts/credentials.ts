import { randomBytes } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";

/** @param duration seconds */
export function temporaryCredentials({ clock }: Cloud, duration: number): object {
  return {
    AccessKeyId: `ASIA${randomToken(8)}`,
    SecretAccessKey: randomBytes(30).toString("base64"),
    SessionToken: randomBytes(96).toString("base64"),
    Expiration: Math.floor(clock.now() / 1_000) + duration,
  };
}

/** Capital hexadecimal digits, two for each byte. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString("hex").toUpperCase();
}
