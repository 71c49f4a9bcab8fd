import { randomInt } from "node:crypto";
import type { GetRandomPasswordRequest } from "@aws-sdk/client-secrets-manager";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";

const LOWER_CASE = "abcdefghijklmnopqrstuvwxyz";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export function getRandomPassword(input: Input<GetRandomPasswordRequest>): object {
  const { PasswordLength: length = 32, ExcludeCharacters = "", RequireEachIncludedType = true } = input;
  const types = [
    input.ExcludeLowercase ? "" : LOWER_CASE,
    input.ExcludeUppercase ? "" : LOWER_CASE.toUpperCase(),
    input.ExcludeNumbers ? "" : "0123456789",
    input.ExcludePunctuation ? "" : PUNCTUATION,
    input.IncludeSpace ? " " : "",
  ]
    .map((type) => [...type].filter((character) => !ExcludeCharacters.includes(character)))
    .filter((type) => type.length > 0);
  const all = types.flat();
  const each = RequireEachIncludedType ? types : [];
  if (all.length === 0)
    throw new ServiceError("InvalidRequestException", "No characters are left to make a password of.");
  if (length < each.length)
    throw new ServiceError(
      "InvalidParameterException",
      `A password of ${length} characters cannot have one of each of ${each.length} types.`,
    );
  const characters = each.map(oneOf);
  while (characters.length < length) characters.splice(randomInt(characters.length + 1), 0, oneOf(all));
  return { RandomPassword: characters.join("") };
}

const oneOf = (characters: readonly string[]): string => characters[randomInt(characters.length)]!;
