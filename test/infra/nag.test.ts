import { join } from "node:path";
import { App, CfnResource, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { AwsSolutionsChecks } from "cdk-nag";
import { afterEach, describe, expect, test, vi } from "vitest";
import { buildApp, LogPipeline, readDeployment } from "../../infra/index.ts";

const context = { "aws:cdk:bundling-stacks": [] };

describe("the AwsSolutions checks", () => {
  test("find nothing in the project's app that is not justified", () => {
    const app = new App({ context });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

    buildApp(app, readDeployment(join(import.meta.dirname, "../../cumulog.yaml")), {});

    expect(() => app.synth()).not.toThrow();
  });

  test("find nothing in a pipeline with every kind of destination", () => {
    const app = new App({ context });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, "Test");
    new LogPipeline(stack, "Pipeline", {
      logGroups: [new LogGroup(stack, "Group")],
      configuration: {
        destinations: [
          { type: "log-group", name: "copy", logGroup: "/copy" },
          { type: "sqs", name: "queue", queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/queue" },
          { type: "webhook", name: "hook", url: "https://example.com", signingSecret: "secretsmanager:hook" },
        ],
      },
    });

    expect(() => app.synth()).not.toThrow();
  });

  test("do find what is wrong", () => {
    const app = new App({ context });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, "Test");
    new LogPipeline(stack, "Pipeline", {
      logGroups: [new LogGroup(stack, "Group")],
      configuration: {},
    }).processor.function.addToRolePolicy(new PolicyStatement({ actions: ["logs:*"], resources: ["*"] }));

    expect(() => app.synth()).toThrow();
  });
});

afterEach(() => vi.unstubAllEnvs());

test("the CDK's own checks of the templates find nothing in the project's app", () => {
  vi.stubEnv("CDK_VALIDATION", undefined);
  // With it, what they find is an error, and not a warning.
  const app = new App({ context: { ...context, "@aws-cdk/core:validateAgainstDefaultRules": true } });

  buildApp(app, readDeployment(join(import.meta.dirname, "../../cumulog.yaml")), {});

  expect(() => app.synth()).not.toThrow();
});

test("the CDK's own checks do find what is wrong", () => {
  vi.stubEnv("CDK_VALIDATION", undefined);
  const app = new App({ context: { ...context, "@aws-cdk/core:validateAgainstDefaultRules": true } });
  new CfnResource(new Stack(app, "Test"), "Group", {
    type: "AWS::Logs::LogGroup",
    properties: { RetentionInDays: 2, LogGroupNames: "misspelled" },
  });

  expect(() => app.synth()).toThrow(/LogGroupNames|[Vv]alidation/);
});
