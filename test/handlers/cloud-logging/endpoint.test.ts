import { describe, expect, it } from "vitest";
import { withEndpoint } from "../../../lib/handlers/cloud-logging/cloud-logging-options.ts";
import { CloudLoggingHandler } from "../../../lib/handlers/cloud-logging/index.ts";
import { LocalCloud } from "../../../local/index.ts";

describe("CLOUD_LOGGING_ENDPOINT", () => {
  const environment = {
    CLOUD_LOGGING_ENDPOINT: "http://127.0.0.1:4600",
    CLOUD_LOGGING_GRPC_ENDPOINT: "127.0.0.1:4601",
  };

  it("is where entries go when no endpoint is given, without credentials where it has no TLS", () => {
    expect(withEndpoint({}, environment)).toEqual({ endpoint: "http://127.0.0.1:4600", insecure: true });
    expect(withEndpoint({ transport: "grpc" }, environment)).toEqual({
      transport: "grpc",
      endpoint: "127.0.0.1:4601",
      insecure: true,
    });
    expect(withEndpoint({}, { CLOUD_LOGGING_ENDPOINT: "https://eu.example.com" })).toEqual({
      endpoint: "https://eu.example.com",
      insecure: false,
    });
    expect(withEndpoint({ insecure: false }, environment)).toMatchObject({ insecure: false });
  });

  it("gives way to the option, and means nothing to standard output", () => {
    expect(withEndpoint({ endpoint: "https://mine" }, environment)).toEqual({ endpoint: "https://mine" });
    expect(withEndpoint({ transport: "stdout" }, environment)).toEqual({ transport: "stdout" });
    expect(withEndpoint({}, {})).toEqual({});
  });

  it("is named when it is none", () => {
    expect(() => withEndpoint({}, { CLOUD_LOGGING_ENDPOINT: "127.0.0.1" })).toThrow(
      'CLOUD_LOGGING_ENDPOINT is "127.0.0.1"; use a URL such as',
    );
  });

  it.each(["rest", "grpc"] as const)(
    "leads %s to a local cloud whose variables are set",
    async (transport) => {
      // Prepare
      const cloud = await LocalCloud.start();
      const before = { ...process.env };
      Object.assign(process.env, cloud.env);

      // Act
      const handler = new CloudLoggingHandler({ transport, signals: false });
      Object.assign(process.env, before);
      handler.write({
        timestamp: Date.now(),
        level: 30,
        logger: "",
        message: "arrived",
        service: undefined,
        context: undefined,
        fields: undefined,
        error: undefined,
      });
      const report = await handler.close({ deadline: Date.now() + 10_000 });
      for (const name of Object.keys(cloud.env)) if (!(name in before)) delete process.env[name];
      await cloud.stop();

      // Assess
      expect(report).toMatchObject({ accepted: 1, delivered: 1 });
    },
  );
});
