import { resolve } from "node:path";
import { App } from "aws-cdk-lib";
import { buildApp } from "./build-app.ts";
import { readDeployment } from "./config/read-deployment.ts";

const app = new App();
const file = resolve(
  String(app.node.tryGetContext("config") ?? process.env["CUMULOG_CONFIG"] ?? "cumulog.yaml"),
);
try {
  buildApp(app, readDeployment(file));
  app.synth();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
