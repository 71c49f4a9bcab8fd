/** The whole example as one CDK app: what cumulog.yaml says, and the payment function. */
import { fileURLToPath } from "node:url";
import { buildApp, readDeployment } from "@cumulog/cdk";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Architecture, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";

const app = new App();
buildApp(app, readDeployment(process.env["CUMULOG_CONFIG"] ?? "cumulog.yaml"));

const stack = new Stack(app, "checkout-example");
new NodejsFunction(stack, "Payment", {
  functionName: "checkout-payment",
  entry: fileURLToPath(new URL("payment-function.ts", import.meta.url)),
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  timeout: Duration.seconds(10),
  memorySize: 256,
  bundling: {
    format: OutputFormat.ESM,
    target: "node24",
    mainFields: ["module", "main"],
    banner:
      'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);',
    bundleAwsSDK: true,
  },
});
app.synth();
