import "cumulog/node-version";

export { levelPattern } from "cumulog";
export type {
  ExtensionConfiguration,
  ExtensionHandler,
  ExtensionHandlers,
  ExtensionHandlerType,
} from "../functions/log-extension/configuration.ts";
export type { DeadLetter, Redrive } from "../functions/shared/dead-letter.ts";
export { buildApp } from "./build-app.ts";
export { type DeploymentConfiguration, deploymentSchema } from "./config/deployment.ts";
export { type LogFormat, type LogParsing, processorsOf } from "./config/parse.ts";
export { checkDeployment, DeploymentConfigurationError, readDeployment } from "./config/read-deployment.ts";
export { descriptionOf } from "./config/signal.ts";
export type { AlarmReceiver, AnyAlarm } from "./constructs/alarm-receiver.ts";
export { AlertChannel, type AlertChannelProps } from "./constructs/alert-channel.ts";
export { checkPattern } from "./constructs/checked-pattern.ts";
export {
  CloudLoggingForwarder,
  type CloudLoggingForwarderProps,
} from "./constructs/cloud-logging-forwarder.ts";
export { ConstructError } from "./constructs/construct-error.ts";
export { CumulogFunction, type CumulogFunctionProps } from "./constructs/cumulog-function.ts";
export { FunctionAlarms, type FunctionAlarmsProps } from "./constructs/function-alarms.ts";
export type { FunctionLogLevel } from "./constructs/function-log.ts";
export { LakeReport, type LakeReportProps } from "./constructs/lake/lake-report.ts";
export { LakeWidget, type LakeWidgetOptions, type LakeWidgetProps } from "./constructs/lake/lake-widget.ts";
export { LogLake, type LogLakeProps } from "./constructs/lake/log-lake.ts";
export {
  type AnomalySensitivity,
  LogAnomalies,
  type LogAnomaliesProps,
} from "./constructs/log-anomalies.ts";
export { LogExtension, type LogExtensionProps } from "./constructs/log-extension.ts";
export { LogPipeline, type LogPipelineProps } from "./constructs/log-pipeline.ts";
export { LogSearch, type LogSearchAuth, type LogSearchProps } from "./constructs/log-search.ts";
export { LogSubscription, type LogSubscriptionProps } from "./constructs/log-subscription.ts";
export { LogTransformer, type LogTransformerProps } from "./constructs/log-transformer.ts";
export { MonitorFunctions, type MonitorFunctionsProps } from "./constructs/monitor-functions.ts";
export {
  type MaskedData,
  MonitoredLogGroup,
  type MonitoredLogGroupProps,
} from "./constructs/monitored-log-group.ts";
export { SearchDomain, type SearchDomainProps } from "./constructs/search-domain.ts";
export { LogSignal, type LogSignalProps } from "./constructs/signal/log-signal.ts";
export { bigQueryView, type GoogleLakeOptions, googleLake } from "./google/lake.ts";
export { type GooglePlan, googlePlan } from "./google/plan.ts";
export { signalOnGoogle } from "./google/signals.ts";
export { type TerraformJson, type TerraformResources, terraform } from "./google/terraform.ts";
