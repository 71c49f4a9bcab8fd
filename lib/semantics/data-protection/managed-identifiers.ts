/** What finds one type of sensitive data. */
export interface ManagedIdentifier {
  readonly pattern: RegExp;
  /** One of these must stand within 30 characters. @default none must */
  readonly keywords?: readonly string[];
  /** What a match must be besides, such as a check digit. */
  readonly accepts?: (match: string) => boolean;
}

const CARD_KEYWORDS = [
  "account number",
  "american express",
  "amex",
  "bank card",
  "card",
  "card number",
  "card num",
  "cc #",
  "ccn",
  "check card",
  "credit",
  "credit card#",
  "dankort",
  "debit",
  "debit card",
  "diners club",
  "discover",
  "electron",
  "japanese card bureau",
  "jcb",
  "mastercard",
  "mc",
  "pan",
  "payment account number",
  "payment card number",
  "pcn",
  "union pay",
  "visa",
];
const ACCOUNT_KEYWORDS = ["account", "account number", "bank account", "iban", "iban code", "iban number"];
const privateKey = (header: string): ManagedIdentifier => ({
  pattern: new RegExp(
    `-----BEGIN ${header}-----[A-Za-z0-9+/=:.,\\s\\\\_-]{1,20000}?-----END ${header}-----`,
    "g",
  ),
});
const iban = (country: string, length: number): ManagedIdentifier => ({
  pattern: new RegExp(`\\b${country}\\d{2}(?: ?[A-Z0-9]){${length - 4}}\\b`, "g"),
  keywords: ACCOUNT_KEYWORDS,
  accepts: isIban,
});

/**
 * Managed data identifiers that their documentation describes well enough to find the same data: by form, check digits and keywords. AWS finds
 * the others by machine learning or by rules that it does not publish.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-managed-data-identifiers.html
 */
export const MANAGED_IDENTIFIERS: Readonly<Record<string, ManagedIdentifier>> = {
  EmailAddress: {
    pattern:
      /[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}\b/g,
  },
  IpAddress: {
    pattern:
      /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])|(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}(?![\w:])/g,
  },
  CreditCardNumber: {
    pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g,
    keywords: CARD_KEYWORDS,
    accepts: isCardNumber,
  },
  CreditCardExpiration: {
    pattern: /(?<!\d)(?:0[1-9]|1[0-2])[/-](?:\d{2}|20\d{2})(?!\d)/g,
    keywords: ["exp d", "exp m", "exp y", "expiration", "expiry"],
  },
  CreditCardSecurityCode: {
    pattern: /(?<!\d)\d{3,4}(?!\d)/g,
    keywords: [
      "card id",
      "card identification code",
      "card identification number",
      "card security code",
      "card validation code",
      "card validation number",
      "card verification data",
      "card verification value",
      "cvc",
      "cvc2",
      "cvv",
      "cvv2",
      "elo verification code",
    ],
  },
  AwsSecretKey: {
    pattern: /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    keywords: [
      "aws_secret_access_key",
      "credentials",
      "secret access key",
      "secret key",
      "set-awscredential",
    ],
  },
  OpenSshPrivateKey: privateKey("OPENSSH PRIVATE KEY"),
  PgpPrivateKey: privateKey("PGP PRIVATE KEY BLOCK"),
  PkcsPrivateKey: privateKey("(?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY"),
  PuttyPrivateKey: { pattern: /PuTTY-User-Key-File-\d: [\s\S]{1,20000}?Private-MAC: [0-9a-f]{40,64}/g },
  "BankAccountNumber-DE": iban("DE", 22),
  "BankAccountNumber-ES": iban("ES", 24),
  "BankAccountNumber-FR": iban("FR", 27),
  "BankAccountNumber-GB": iban("GB", 22),
  "BankAccountNumber-IT": iban("IT", 27),
  "Ssn-US": {
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
    keywords: ["social security", "social security number", "ss#", "ssn"],
  },
};

/** Every identifier that CloudWatch Logs has. */
export const IDENTIFIER_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(MANAGED_IDENTIFIERS),
  ..."Address LatLong Name VehicleIdentificationNumber BankAccountNumber-US CepCode-BR Cnpj-BR CpfCode-BR".split(
    " ",
  ),
  ...countries(
    "DriversLicense",
    "AT AU BE BG CA CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK US",
  ),
  ..."DrugEnforcementAgencyNumber-US ElectoralRollNumber-GB HealthInsuranceCardNumber-EU HealthInsuranceClaimNumber-US".split(
    " ",
  ),
  ..."HealthInsuranceNumber-FR HealthcareProcedureCode-US IndividualTaxIdentificationNumber-US InseeCode-FR".split(
    " ",
  ),
  ..."MedicareBeneficiaryNumber-US NationalDrugCode-US NationalInsuranceNumber-GB NationalProviderId-US NhsNumber-GB".split(
    " ",
  ),
  ...countries("NationalIdentificationNumber", "DE ES IT"),
  ..."NieNumber-ES NifNumber-ES PermanentResidenceNumber-CA PersonalHealthNumber-CA PostalCode-CA RgNumber-BR".split(
    " ",
  ),
  ...countries("PassportNumber", "CA DE ES FR GB IT US"),
  ...countries("PhoneNumber", "BR DE ES FR GB IT US"),
  ...countries("TaxId", "DE ES FR GB"),
  ..."SocialInsuranceNumber-CA Ssn-ES ZipCode-US".split(" "),
]);

function countries(name: string, codes: string): string[] {
  return codes.split(" ").map((code) => `${name}-${code}`);
}

/** A known prefix and Luhn's check digit. */
function isCardNumber(match: string): boolean {
  const digits = match.replaceAll(/\D/g, "");
  if (!/^(?:4|5[0-5]|2[2-7]|3[4-9]|6|1800|2131|5019)/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the rest of a division by 97 is one. */
function isIban(match: string): boolean {
  const text = match.replaceAll(" ", "");
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4))
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
