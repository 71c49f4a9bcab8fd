import { buildApp, checkDeployment } from "@cumulog/cdk";
import { App, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";

const app = new App({ outdir: "cdk.out" });
const hook = { name: "ops", type: "webhook", url: "https://example.com/hook", signingSecret: "secret" };
const configuration = {
  service: "shop",
  groups: { api: { name: "/shop/api" } },
  signals: { "shop-errors": { group: "api", level: "error", channels: ["on-call"] } },
  channels: { "on-call": { emails: ["on-call@example.com"], destinations: [hook] } },
};
buildApp(app, checkDeployment(configuration, "app.mjs"), {});
new LambdaFunction(new Stack(app, "Old"), "Function", {
  functionName: "old",
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromAsset("cjs-function"),
});
app.synth();
