import { App, type Stack, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { processorSchema } from "../../functions/log-processor/configuration.ts";
import { buildApp, checkDeployment, LogPipeline, LogSearch } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

const URL = "https://search.example.com:9200";
const ARN = "arn:aws:es:eu-west-1:111122223333:domain/logs";

interface Joined {
  readonly "Fn::Join": readonly [string, readonly (string | object)[]];
}

/** The processor's configuration as it is deployed; what CloudFormation fills in stands as `?`. */
function configurationIn(template: Template) {
  const [fn] = Object.values(template.findResources("AWS::Lambda::Function"));
  const given = (
    fn as { Properties: { Environment: { Variables: { LOG_PROCESSOR_CONFIGURATION: string | Joined } } } }
  ).Properties.Environment.Variables.LOG_PROCESSOR_CONFIGURATION;
  const text =
    typeof given === "string"
      ? given
      : given["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "?")).join("");
  return JSON.parse(text) as { rules?: object[]; destinations: Record<string, unknown>[] };
}

describe("LogSearch", () => {
  test("sends a group to a server that is there, with its secrets readable and an alarm on what is refused", () => {
    const stack = testStack();
    new LogSearch(stack, "Search", {
      logGroups: [new LogGroup(stack, "Group")],
      url: URL,
      auth: { type: "basic", username: "writer", password: "secretsmanager:search#password" },
      retentionDays: 14,
    });

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Logs::SubscriptionFilter", 1);
    template.resourceCountIs("AWS::OpenSearchService::Domain", 0);
    const configuration = configurationIn(template);
    expect(configuration.destinations).toMatchObject([
      { type: "opensearch", name: "search", url: URL, setup: true, retentionDays: 14 },
    ]);
    expect(processorSchema.safeParse(configuration).success).toBe(true);
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: "secretsmanager:GetSecretValue" })]),
      },
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "EventsUndelivered",
      Dimensions: Match.arrayWith([{ Name: "Destination", Value: "search" }]),
    });
  });

  test("lets the processor's role write to the domain that it signs for, and nothing else there", () => {
    const stack = testStack();
    new LogSearch(stack, "Search", {
      logGroups: [new LogGroup(stack, "Group")],
      url: URL,
      auth: { type: "aws" },
      domainArn: ARN,
    });

    Template.fromStack(stack).hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"],
            Resource: `${ARN}/*`,
          }),
        ]),
      },
    });
  });

  test("makes a domain of its own: encrypted, HTTPS only, open to the processor and the readers alone", () => {
    const stack = testStack();
    new LogSearch(stack, "Search", {
      logGroups: [new LogGroup(stack, "Group")],
      domain: { readers: ["arn:aws:iam::111122223333:role/reader"] },
    });

    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::OpenSearchService::Domain", {
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
      DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      AccessPolicies: {
        Statement: [
          Match.objectLike({ Principal: { AWS: [Match.anyValue()] } }),
          Match.objectLike({ Principal: { AWS: ["arn:aws:iam::111122223333:role/reader"] } }),
        ],
      },
    });
    expect(JSON.stringify(template.findResources("AWS::OpenSearchService::Domain"))).not.toContain(
      '"AWS":"*"',
    );
    expect(configurationIn(template).destinations).toMatchObject([
      { url: "https://?", auth: { type: "aws" }, replicas: 0 },
    ]);
    template.resourceCountIs("AWS::CloudFormation::CustomResource", 0);
  });

  test("shares the subscription of a pipeline, whose rules and destinations keep to their own groups", () => {
    const stack = testStack();
    const [shared, other] = [new LogGroup(stack, "Shared"), new LogGroup(stack, "Other")];
    const pipeline = new LogPipeline(stack, "Pipeline", {
      logGroups: [shared],
      configuration: {
        rules: [{ name: "noise", pattern: "DEBUG", action: { type: "drop" } }],
        destinations: [{ type: "log-group", name: "copy", logGroup: "/copy" }],
      },
    });

    new LogSearch(stack, "Search", { logGroups: [shared, other], url: URL, pipeline });

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Logs::SubscriptionFilter", 2);
    const { rules, destinations } = configurationIn(template);
    expect(rules).toMatchObject([{ name: "noise", logGroups: ["?"] }]);
    expect(destinations).toMatchObject([
      { name: "copy", logGroups: ["?"] },
      { name: "search", logGroups: ["?", "?"] },
    ]);
  });

  test("brings changes of alarms' states into the index", () => {
    const stack = testStack();
    new LogSearch(stack, "Search", {
      logGroups: [new LogGroup(stack, "Group")],
      url: URL,
      alarmHistory: true,
    });

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Logs::SubscriptionFilter", 2);
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: { source: ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"] },
    });
  });

  test.each([
    [{ url: URL, domain: {} }, /url or domain, not both/],
    [{ auth: { type: "apiKey", key: "ssm:/key" } as const }, /auth goes with url/],
    [{ url: URL, auth: { type: "aws" } as const }, /needs domainArn/],
    [{ url: URL, index: "Logs" }, /upper-case letter/],
    [{ url: "http://search.example.com", auth: { type: "apiKey", key: "ssm:/key" } as const }, /unencrypted/],
  ])("refuses %j", (props, message) => {
    const stack = testStack();
    const logGroups = [new LogGroup(stack, "Group")];

    expect(() => new LogSearch(stack, "Search", { logGroups, ...props })).toThrow(refusal(message));
  });
});

describe("search: in cumulog.yaml", () => {
  const document = (search: object) => ({
    groups: { api: { name: "/shop/api" } },
    search: { groups: ["api"], ...search },
  });

  test.each([
    ["a server that is there", { url: URL, auth: { type: "aws" }, domainArn: ARN }],
    [
      "a domain of its own with the history of alarms",
      { domain: { nodes: 2, volumeGb: 30 }, alarmHistory: true },
    ],
  ])("deploys %s, and the AwsSolutions checks find nothing that is not justified", (_what, search) => {
    const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

    buildApp(app, checkDeployment(document(search), "cumulog.yaml"), {});

    expect(() => app.synth()).not.toThrow();
    const stack = app.node.children.find(({ node }) => node.id === "cumulog-processing") as Stack;
    Template.fromStack(stack).resourceCountIs("AWS::Lambda::Function", 1);
  });

  test.each([
    [{ url: "nowhere" }, /search.url/],
    [{ groups: ["web"] }, /there is no group "web"/],
    [{ domain: { instanceType: "t3.small" } }, /expected a type such as "t3.small.search"/],
    [{ auth: { type: "basic" } }, /search.auth.username/],
    [{ colour: 1 }, /colour/],
  ])("refuses %j", (search, message) => {
    expect(() => checkDeployment(document(search), "cumulog.yaml")).toThrow(message);
  });
});
