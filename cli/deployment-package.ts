import { missing } from "cumulog";

/** The package that reads what `cumulog.yaml` deploys; it needs the CDK, so not everybody has it. @throws MissingPackageError */
export const deploymentPackage = (): Promise<typeof import("@cumulog/cdk")> =>
  import("@cumulog/cdk").catch(missing("@cumulog/cdk", "Reading what cumulog.yaml deploys"));
