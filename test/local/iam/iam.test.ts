import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";
import { TemplateCloud } from "../template/deployed.ts";

const TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}';
const POLICY = '{"Version":"2012-10-17","Statement":[]}';

describe("over the wire", () => {
  let cloud: LocalCloud;
  let iam: IAMClient;
  const client = (region: string) =>
    new IAMClient({
      endpoint: cloud.endpoints.aws,
      region,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
    });
  beforeAll(async () => {
    cloud = await LocalCloud.start({ clock: "stepped", googlePort: false, region: "eu-central-1" });
    iam = client("us-east-1");
  });
  afterAll(() => cloud?.stop());

  test("a role is made, read, listed by pages, tagged and removed", async () => {
    for (const RoleName of ["one", "two", "three"])
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, Path: "/shop/" }));

    const { Role } = await client("eu-central-1").send(new GetRoleCommand({ RoleName: "one" }));
    expect(Role).toMatchObject({
      Arn: "arn:aws:iam::123456789012:role/shop/one",
      RoleId: expect.stringMatching(/^AROA[0-9A-F]{17}$/),
      MaxSessionDuration: 3600,
    });
    expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(TRUST);
    const first = await iam.send(new ListRolesCommand({ PathPrefix: "/shop/", MaxItems: 2 }));
    const second = await iam.send(new ListRolesCommand({ PathPrefix: "/shop/", Marker: first.Marker }));
    expect([first, second].map(({ Roles }) => Roles!.map(({ RoleName }) => RoleName))).toEqual([
      ["one", "three"],
      ["two"],
    ]);
    await iam.send(
      new TagRoleCommand({
        RoleName: "one",
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await iam.send(new UntagRoleCommand({ RoleName: "one", TagKeys: ["a"] }));
    expect((await iam.send(new ListRoleTagsCommand({ RoleName: "one" }))).Tags).toEqual([
      { Key: "b", Value: "2" },
    ]);
    await iam.send(new DeleteRoleCommand({ RoleName: "one" }));
    await expect(iam.send(new GetRoleCommand({ RoleName: "one" }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: "The role with name one cannot be found.",
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("policies stand in a role and beside it, in versions", async () => {
    const RoleName = "worker";
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "in", PolicyDocument: POLICY }));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "beside", PolicyDocument: POLICY }),
    );
    const PolicyArn = Policy!.Arn!;
    for (const arn of [PolicyArn, "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"])
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: TRUST, SetAsDefault: true }));

    const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "in" }));
    expect(decodeURIComponent(inline.PolicyDocument!)).toBe(POLICY);
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies!.map(({ PolicyName }) => PolicyName)).toEqual([
      "beside",
      "AWSLambdaBasicExecutionRole",
    ]);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      DefaultVersionId: "v2",
      AttachmentCount: 1,
    });
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
    expect(decodeURIComponent(version.PolicyVersion!.Document!)).toBe(TRUST);
    expect(await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }))).toMatchObject({
      PolicyRoles: [{ RoleName }],
    });
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
    await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
  });

  test.each([
    [
      "no policy",
      new AttachRolePolicyCommand({ RoleName: "any", PolicyArn: "arn:aws:iam::123456789012:policy/no" }),
      "NoSuchEntityException",
    ],
    [
      "no JSON",
      new CreatePolicyCommand({ PolicyName: "x", PolicyDocument: "{" }),
      "MalformedPolicyDocumentException",
    ],
  ])("what is %s is refused", async (_what, command, name) => {
    await expect(iam.send(command as CreatePolicyCommand)).rejects.toMatchObject({ name });
  });

  test("whoever asks who they are is the account", async () => {
    const { User } = await iam.send(new GetUserCommand({}));

    expect(User!.Arn).toBe("arn:aws:iam::123456789012:root");
  });
});

describe("in a template", () => {
  const TEMPLATE = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument: ${TRUST}
      ManagedPolicyArns: [!Ref Shared, arn:aws:iam::aws:policy/ReadOnlyAccess]
      Policies: [{ PolicyName: own, PolicyDocument: ${POLICY} }]
  Shared: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: shared, PolicyDocument: ${POLICY}, Users: [!Ref User] } }
  Added: { Type: AWS::IAM::Policy, Properties: { PolicyName: added, PolicyDocument: ${POLICY}, Roles: [!Ref Role], Groups: [!Ref Group] } }
  Group: { Type: AWS::IAM::Group, Properties: { GroupName: people } }
  User: { Type: AWS::IAM::User, Properties: { UserName: ann, Groups: [!Ref Group] } }
  Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref User } }
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { InstanceProfileName: machine, Roles: [!Ref Role] } }
Outputs:
  Role: { Value: !GetAtt Role.Arn }
  Profile: { Value: !GetAtt Profile.Arn }
`;

  test("roles, users, groups, profiles and policies come up, change and go", async () => {
    await using local = new TemplateCloud();
    const names = async (operation: string, member: string, input: object = {}) =>
      (await local.call<Record<string, unknown[]>>("iam", operation, input))[member];

    const stack = await local.deploy(TEMPLATE);

    expect(stack.outputs).toEqual({
      Role: "arn:aws:iam::123456789012:role/worker",
      Profile: "arn:aws:iam::123456789012:instance-profile/machine",
    });
    expect(await names("ListRolePolicies", "PolicyNames", { RoleName: "worker" })).toEqual(["added", "own"]);
    expect(await names("ListAttachedRolePolicies", "AttachedPolicies", { RoleName: "worker" })).toMatchObject(
      [{ PolicyName: "shared" }, { PolicyName: "ReadOnlyAccess" }],
    );
    expect(await names("GetGroup", "Users", { GroupName: "people" })).toMatchObject([{ UserName: "ann" }]);
    expect(await names("ListAttachedUserPolicies", "AttachedPolicies", { UserName: "ann" })).toHaveLength(1);
    expect(await local.call("iam", "GetInstanceProfile", { InstanceProfileName: "machine" })).toMatchObject({
      InstanceProfile: { Roles: [{ RoleName: "worker" }] },
    });

    await local.deploy(
      TEMPLATE.replace(", arn:aws:iam::aws:policy/ReadOnlyAccess", "").replace("own,", "other,"),
    );
    expect(await names("ListRolePolicies", "PolicyNames", { RoleName: "worker" })).toEqual([
      "added",
      "other",
    ]);
    expect(await names("ListAttachedRolePolicies", "AttachedPolicies", { RoleName: "worker" })).toHaveLength(
      1,
    );

    await stack.destroy();
    for (const [operation, member] of [
      ["ListRoles", "Roles"],
      ["ListUsers", "Users"],
      ["ListGroups", "Groups"],
      ["ListPolicies", "Policies"],
      ["ListInstanceProfiles", "InstanceProfiles"],
    ] as const)
      expect(await names(operation, member)).toEqual([]);
  });
});
