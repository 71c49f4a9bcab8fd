import type { LogRecord } from "../../lib/logger/record.ts";

/** A library that delivers to CloudWatch Logs: takes records, and ends when it believes that all are delivered. */
export interface Peer {
  log(record: LogRecord): void;
  end(): Promise<unknown>;
}

interface Settings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const names = { logGroupName: "bench", logStreamName: "bench" };

async function winstonPeer(settings: Settings): Promise<Peer> {
  const [{ default: winston }, { default: WinstonCloudWatch }] = [
    await import("winston"),
    await import("winston-cloudwatch"),
  ];
  const transport = new WinstonCloudWatch({
    ...names,
    awsOptions: settings,
    jsonMessage: true,
    uploadRate: 100,
  });
  const logger = winston.createLogger({ level: "debug", transports: [transport] });
  return {
    log: ({ message, fields, logger: name }) => void logger.info(message, { name, ...fields }),
    end: () => new Promise((resolve) => transport.kthxbye(resolve)),
  };
}

async function pinoPeer(settings: Settings): Promise<Peer> {
  process.env["AWS_ENDPOINT_URL"] = settings.endpoint;
  const { default: pino } = await import("pino");
  const transport = pino.transport({
    target: "@serdnam/pino-cloudwatch-transport",
    options: {
      ...names,
      awsRegion: settings.region,
      awsAccessKeyId: "a",
      awsSecretAccessKey: "b",
      interval: 100,
    },
  });
  const logger = pino(transport);
  return {
    log: ({ message, fields, logger: name }) => logger.info({ name, ...fields }, message),
    end: () =>
      new Promise((resolve) => {
        transport.on("close", resolve);
        transport.end();
      }),
  };
}

async function logtapePeer(settings: Settings): Promise<Peer> {
  const [{ configure, getLogger, dispose, jsonLinesFormatter }, { getCloudWatchLogsSink }] = [
    await import("@logtape/logtape"),
    await import("@logtape/cloudwatch-logs"),
  ];
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  const sink = getCloudWatchLogsSink({
    client: new CloudWatchLogsClient(settings),
    ...names,
    batchSize: 10_000,
    formatter: jsonLinesFormatter,
  });
  await configure({
    reset: true,
    sinks: { cloud: sink },
    loggers: [{ category: [], sinks: ["cloud"], lowestLevel: "debug" }],
  });
  const logger = getLogger(["orders", "api"]);
  return { log: ({ message, fields }) => logger.info(message, fields), end: dispose };
}

export const PEERS: Readonly<Record<string, (settings: Settings) => Promise<Peer>>> = {
  "winston-cloudwatch": winstonPeer,
  "pino-cloudwatch": pinoPeer,
  logtape: logtapePeer,
};
