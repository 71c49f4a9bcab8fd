/** Where the model of a service comes from. */
export interface ModelSource {
  /** SDK package with the schemas. */
  readonly sdk: string;
  /** Folder of the service in botocore's data. */
  readonly botocore: string;
  /** XML namespace that the SDK does not know any more. */
  readonly namespace?: string;
}

/** The services with a model, by their folder under `local/services`. */
export const MODELS: Readonly<Record<string, ModelSource>> = {
  athena: {
    sdk: "@aws-sdk/client-athena",
    botocore: "athena",
  },
  cloudformation: {
    sdk: "@aws-sdk/client-cloudformation",
    botocore: "cloudformation",
  },
  cloudwatch: {
    sdk: "@aws-sdk/client-cloudwatch",
    botocore: "cloudwatch",
  },
  events: {
    sdk: "@aws-sdk/client-eventbridge",
    botocore: "events",
  },
  firehose: {
    sdk: "@aws-sdk/client-firehose",
    botocore: "firehose",
  },
  glue: {
    sdk: "@aws-sdk/client-glue",
    botocore: "glue",
  },
  lambda: {
    sdk: "@aws-sdk/client-lambda",
    botocore: "lambda",
  },
  logs: {
    sdk: "@aws-sdk/client-cloudwatch-logs",
    botocore: "logs",
  },
  s3: {
    sdk: "@aws-sdk/client-s3",
    botocore: "s3",
    namespace: "http://s3.amazonaws.com/doc/2006-03-01/",
  },
  "secrets-manager": {
    sdk: "@aws-sdk/client-secrets-manager",
    botocore: "secretsmanager",
  },
  sns: {
    sdk: "@aws-sdk/client-sns",
    botocore: "sns",
  },
  sqs: {
    sdk: "@aws-sdk/client-sqs",
    botocore: "sqs",
    namespace: "http://queue.amazonaws.com/doc/2012-11-05/",
  },
  ssm: {
    sdk: "@aws-sdk/client-ssm",
    botocore: "ssm",
  },
  sts: {
    sdk: "@aws-sdk/client-sts",
    botocore: "sts",
  },
};
