import { join } from "node:path";
import { App, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
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
