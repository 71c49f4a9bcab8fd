import { randomBytes } from "node:crypto";
import type { CallContext, Cloud } from "../../kernel/cloud.ts";
import { checkInput } from "../../kernel/input-shape.ts";

const PARTS = /^arn:(aws[\w-]*):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** Adds STS to a cloud: everybody is the account's root, and may become any role. */
export function registerSts(cloud: Cloud): void {
  cloud.register("sts", {
    GetCallerIdentity: (_input: object, { accountId }: CallContext) => ({
      UserId: accountId,
      Account: accountId,
      Arn: `arn:aws:iam::${accountId}:root`,
    }),

    AssumeRole(input: { RoleArn: string; RoleSessionName: string; DurationSeconds?: number }) {
      checkInput(
        input,
        {
          RoleArn: {
            type: "string",
            minimum: 20,
            maximum: 2_048,
            pattern: PARTS.source.slice(1, -1),
            required: true,
          },
          RoleSessionName: {
            type: "string",
            minimum: 2,
            maximum: 64,
            pattern: "[\\w+=,.@-]*",
            required: true,
          },
          DurationSeconds: { type: "integer", minimum: 900, maximum: 43_200 },
        },
        "ValidationError",
      );
      const [, partition, account, role] = PARTS.exec(input.RoleArn)!;
      return {
        Credentials: credentials(cloud, input.DurationSeconds ?? 3_600),
        AssumedRoleUser: {
          AssumedRoleId: `AROA${token(8)}:${input.RoleSessionName}`,
          Arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${input.RoleSessionName}`,
        },
      };
    },

    GetSessionToken: ({ DurationSeconds = 43_200 }: { DurationSeconds?: number }) => ({
      Credentials: credentials(cloud, DurationSeconds),
    }),
  });
}

function credentials({ clock }: Cloud, duration: number): object {
  return {
    AccessKeyId: `ASIA${token(8)}`,
    SecretAccessKey: randomBytes(30).toString("base64"),
    SessionToken: randomBytes(96).toString("base64"),
    Expiration: Math.floor(clock.now() / 1_000) + duration,
  };
}

function token(bytes: number): string {
  return randomBytes(bytes).toString("hex").toUpperCase();
}
