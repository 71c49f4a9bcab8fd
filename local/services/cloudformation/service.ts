import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { cancelUpdateStack } from "./operations/cancel-update-stack.ts";
import { continueUpdateRollback } from "./operations/continue-update-rollback.ts";
import { createChangeSet } from "./operations/create-change-set.ts";
import { createStack } from "./operations/create-stack.ts";
import { deleteChangeSet } from "./operations/delete-change-set.ts";
import { deleteStack } from "./operations/delete-stack.ts";
import { describeChangeSet } from "./operations/describe-change-set.ts";
import { describeStackDriftDetectionStatus } from "./operations/describe-stack-drift-detection-status.ts";
import { describeStackEvents } from "./operations/describe-stack-events.ts";
import { describeStackResource } from "./operations/describe-stack-resource.ts";
import { describeStackResourceDrifts } from "./operations/describe-stack-resource-drifts.ts";
import { describeStackResources } from "./operations/describe-stack-resources.ts";
import { describeStacks } from "./operations/describe-stacks.ts";
import { describeType } from "./operations/describe-type.ts";
import { detectStackDrift } from "./operations/detect-stack-drift.ts";
import { detectStackResourceDrift } from "./operations/detect-stack-resource-drift.ts";
import { executeChangeSet } from "./operations/execute-change-set.ts";
import { getStackPolicy } from "./operations/get-stack-policy.ts";
import { getTemplate } from "./operations/get-template.ts";
import { getTemplateSummary } from "./operations/get-template-summary.ts";
import { listChangeSets } from "./operations/list-change-sets.ts";
import { listExports } from "./operations/list-exports.ts";
import { listImports } from "./operations/list-imports.ts";
import { listStackResources } from "./operations/list-stack-resources.ts";
import { listStacks } from "./operations/list-stacks.ts";
import { rollbackStack } from "./operations/rollback-stack.ts";
import { setStackPolicy } from "./operations/set-stack-policy.ts";
import { signalResource } from "./operations/signal-resource.ts";
import { updateStack } from "./operations/update-stack.ts";
import { updateTerminationProtection } from "./operations/update-termination-protection.ts";
import { validateTemplate } from "./operations/validate-template.ts";
import { openStacks, type StackDirectory } from "./state.ts";

/** CloudFormation: what `cdk deploy` and `aws cloudformation deploy` call, over the template loader of the local cloud. */
export const service: Service<StackDirectory> = {
  name: "cloudformation",
  signedAs: "cloudformation",
  model: modelOf(model),
  validation: { code: "ValidationError" },
  state: openStacks,
  operations: {
    DescribeStackResourceDrifts: describeStackResourceDrifts,
    DescribeStackDriftDetectionStatus: describeStackDriftDetectionStatus,
    DetectStackResourceDrift: detectStackResourceDrift,
    DetectStackDrift: detectStackDrift,
    SignalResource: signalResource,
    CancelUpdateStack: cancelUpdateStack,
    ContinueUpdateRollback: continueUpdateRollback,
    SetStackPolicy: setStackPolicy,
    GetStackPolicy: getStackPolicy,
    ListImports: listImports,
    CreateChangeSet: createChangeSet,
    CreateStack: createStack,
    DeleteChangeSet: deleteChangeSet,
    DeleteStack: deleteStack,
    DescribeChangeSet: describeChangeSet,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResource: describeStackResource,
    DescribeStackResources: describeStackResources,
    DescribeStacks: describeStacks,
    DescribeType: describeType,
    ExecuteChangeSet: executeChangeSet,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    ListChangeSets: listChangeSets,
    ListExports: listExports,
    ListStackResources: listStackResources,
    ListStacks: listStacks,
    RollbackStack: rollbackStack,
    UpdateStack: updateStack,
    UpdateTerminationProtection: updateTerminationProtection,
    ValidateTemplate: validateTemplate,
  },
};
