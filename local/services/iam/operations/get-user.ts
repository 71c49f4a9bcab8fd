import type { GetUserRequest } from "@aws-sdk/client-iam";
import { rootArnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownUser } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export function getUser({ UserName }: Input<GetUserRequest>, { state: iam, cloud }: Call<Iam>): object {
  // Whoever calls is the account itself.
  if (UserName === undefined)
    return {
      User: {
        UserName: "root",
        UserId: cloud.accountId,
        Arn: rootArnOf(cloud, cloud.accountId),
        Path: "/",
        CreateDate: 0,
      },
    };
  return { User: shownUser(iam.users.get(UserName)) };
}
