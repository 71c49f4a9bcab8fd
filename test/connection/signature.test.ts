import { createHash } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signatureHeaders } from "../../lib/connection/signature.ts";
import { NativeSha256 } from "../../lib/handlers/cloudwatch/native-sha256.ts";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};

describe("a signature of AWS", () => {
  it("is the SDK's for any path, query, body and token", async () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_.~*,@ ü-]{1,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 3 }),
        // The SDK's signer copies queries into plain objects, where this name is none.
        fc.dictionary(
          part.filter((name) => name !== "__proto__"),
          part,
          { maxKeys: 4 },
        ),
        fc.string(),
        fc.option(fc.stringMatching(/^[a-f0-9]{1,20}$/), { nil: undefined }),
        fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        async (path, query, body, sessionToken, now) => {
          const url = new URL(`https://search.example.com/${path.map(encodeURIComponent).join("/")}`);
          for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
          const headers = { "content-type": "application/x-ndjson" };
          const scope = {
            region: "eu-west-1",
            service: "es",
            credentials: { ...credentials, ...(sessionToken !== undefined && { sessionToken }) },
          };

          const ours = signatureHeaders({ method: "POST", url, body, headers }, scope, now);

          const signer = new SignatureV4({
            ...scope,
            credentials: scope.credentials as never,
            sha256: NativeSha256,
            uriEscapePath: true,
          });
          const signed = await signer.sign(
            {
              method: "POST",
              protocol: "https:",
              hostname: url.hostname,
              path: url.pathname,
              query,
              headers: {
                ...headers,
                host: url.host,
                "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
              },
              body,
            } as never,
            { signingDate: now },
          );
          expect(ours["authorization"]).toBe(
            (signed as unknown as { headers: Record<string, string> }).headers["authorization"],
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it("differs for another secret", () => {
    const url = new URL("https://search.example.com/_bulk");
    const sign = (secretAccessKey: string) =>
      signatureHeaders(
        { method: "POST", url, body: "" },
        { region: "r", service: "es", credentials: { ...credentials, secretAccessKey } },
        new Date(0),
      );

    expect(sign("a")["authorization"]).not.toBe(sign("b")["authorization"]);
  });
});
