import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  InvalidParameterException,
  maskSensitiveData,
  readDataProtectionPolicy,
  sensitiveDataFinder,
} from "../../../lib/semantics/index.ts";

const arn = (name: string) => `arn:aws:dataprotection::aws:data-identifier/${name}`;

const document = (identifiers: readonly string[], more: object = {}, audit: object = {}) =>
  JSON.stringify({
    Name: "policy",
    Version: "2021-06-01",
    Statement: [
      { Sid: "audit", DataIdentifier: identifiers, Operation: { Audit: { FindingsDestination: audit } } },
      { Sid: "mask", DataIdentifier: identifiers, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
    ...more,
  });

function masked(message: string, ...identifiers: readonly string[]): string {
  const find = sensitiveDataFinder({ managed: identifiers, custom: [] });
  return maskSensitiveData(message, find(message));
}

describe("managed data identifiers", () => {
  test.each([
    ["EmailAddress", "to kim.lee+1@mail.example.com now", "to ************************** now"],
    ["EmailAddress", "at @example or kim@host", undefined],
    ["IpAddress", "from 10.0.0.255 and 2001:db8:0:0:0:0:0:1", "from ********** and ********************"],
    ["IpAddress", "version 1.2.3 and 256.1.1.1 at 12:30:15", undefined],
    ["CreditCardNumber", "card 4111 1111 1111 1111 ok", "card ******************* ok"],
    ["CreditCardNumber", "credit_card=4111-1111-1111-1111", "credit_card=*******************"],
    ["CreditCardNumber", "card 4111 1111 1111 1112", undefined],
    ["CreditCardNumber", "order 4111111111111111", undefined],
    ["CreditCardNumber", `card ${"x".repeat(31)} 4111111111111111`, undefined],
    ["CreditCardExpiration", "expiry: 09/27", "expiry: *****"],
    ["CreditCardSecurityCode", '{"cvv":"123","n":456}', '{"cvv":"***","n":***}'],
    [
      "AwsSecretKey",
      "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      `aws_secret_access_key = ${"*".repeat(40)}`,
    ],
    ["AwsSecretKey", "commit da39a3ee5e6b4b0d3255bfef95601890afd80709", undefined],
    ["BankAccountNumber-DE", "IBAN DE89 3704 0044 0532 0130 00", `IBAN ${"*".repeat(27)}`],
    ["BankAccountNumber-DE", "IBAN DE89 3704 0044 0532 0130 01", undefined],
    ["Ssn-US", "SSN: 123-45-6789", "SSN: ***********"],
    ["Ssn-US", "SSN: 000-45-6789", undefined],
    [
      "OpenSshPrivateKey",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----",
      "*".repeat(74),
    ],
  ])("%s in %j", (name, message, expected) => {
    expect(masked(message, name)).toBe(expected ?? message);
  });

  test("say where the data is", () => {
    const find = sensitiveDataFinder({
      managed: ["EmailAddress"],
      custom: [{ name: "Id", regex: "ID-\\d+" }],
    });

    expect(find("a@b.co, ID-17, c@d.io, ID-")).toEqual([
      {
        name: "EmailAddress",
        detections: [
          { start: 0, end: 6 },
          { start: 15, end: 21 },
        ],
      },
      { name: "Id", detections: [{ start: 8, end: 13 }] },
    ]);
  });

  test("whose rules are not published are refused by name", () => {
    expect(() => sensitiveDataFinder({ managed: ["Address"], custom: [] })).toThrow(
      /Address cannot be evaluated here/,
    );
  });

  test("leave the length of any text, and take linear time", () => {
    const names = [
      "EmailAddress",
      "IpAddress",
      "CreditCardNumber",
      "AwsSecretKey",
      "Ssn-US",
      "PuttyPrivateKey",
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "@", ".", "1", ":", " ", "-", "card") }), (text) => {
        expect(masked(text, ...names)).toHaveLength(text.length);
      }),
    );
    const long = "a@".repeat(50_000) + "1:".repeat(50_000);
    expect(masked(long, ...names)).toHaveLength(long.length);
  });
});

describe("a data protection policy", () => {
  test("is read with its identifiers and where its findings go", () => {
    const custom = { CustomDataIdentifier: [{ Name: "EmployeeId", Regex: "EMP-\\d{5}" }] };
    const text = document(
      [arn("EmailAddress"), "EmployeeId"],
      { Configuration: custom },
      {
        CloudWatchLogs: { LogGroup: "findings" },
        Firehose: { DeliveryStream: "stream" },
      },
    );

    expect(readDataProtectionPolicy(text)).toEqual({
      managed: ["EmailAddress"],
      custom: [{ name: "EmployeeId", regex: "EMP-\\d{5}" }],
      audit: { logGroup: "findings", deliveryStream: "stream" },
      masks: true,
    });
  });

  test.each([
    ["not valid JSON", "{"],
    ["the document must be an object", "[]"],
    ["Statement must be a list", "{}"],
    ["there is no managed data identifier Nothing", document([arn("Nothing")])],
    ["neither the ARN", document(["EmailAddress"])],
    ["at least one identifier", document([])],
    [
      "must be the same",
      JSON.stringify({
        Statement: [
          { DataIdentifier: [arn("EmailAddress")], Operation: { Audit: {} } },
          { DataIdentifier: [arn("IpAddress")], Operation: { Deidentify: { MaskConfig: {} } } },
        ],
      }),
    ],
    ["MaskConfig must be empty", document([arn("Name")]).replace('"MaskConfig":{}', '"MaskConfig":{"a":1}')],
    [
      "is the name of a managed",
      document([arn("Name")], { Configuration: { CustomDataIdentifier: [{ Name: "Name", Regex: "x" }] } }),
    ],
    [
      "is invalid",
      document([arn("Name")], { Configuration: { CustomDataIdentifier: [{ Name: "Own", Regex: "(" }] } }),
    ],
    [
      "at most 10 custom",
      document([arn("Name")], {
        Configuration: {
          CustomDataIdentifier: Array.from({ length: 11 }, (_, index) => ({
            Name: `Own${index}`,
            Regex: "x",
          })),
        },
      }),
    ],
    ["at most 30720 characters", document([arn("Name")], { Description: "x".repeat(30_720) })],
  ])("is refused: %s", (reason, text) => {
    expect(() => readDataProtectionPolicy(text)).toThrow(InvalidParameterException);
    expect(() => readDataProtectionPolicy(text)).toThrow(reason);
  });
});
