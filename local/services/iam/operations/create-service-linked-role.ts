import type { CreateServiceLinkedRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { identity } from "../identity.ts";
import { shownRole } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export function createServiceLinkedRole(
  { AWSServiceName, CustomSuffix, Description }: Input<CreateServiceLinkedRoleRequest>,
  { state: iam, cloud }: Call<Iam>,
): object {
  const [service = "", domain = "amazonaws.com"] = AWSServiceName.split(/\.(.*)/);
  const words = service.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = `AWSServiceRoleFor${words.join("")}${CustomSuffix === undefined ? "" : `_${CustomSuffix}`}`;
  const Statement = [
    { Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: [`${service}.${domain}`] } },
  ];
  const role = iam.roles.add({
    ...identity(cloud, "role", name, { Path: `/aws-service-role/${AWSServiceName}/` }),
    trust: JSON.stringify({ Version: "2012-10-17", Statement }),
    description: Description,
    maxSession: 3_600,
    inline: {},
    attached: [],
  });
  return { Role: shownRole(role) };
}
