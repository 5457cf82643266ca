/** What an access key stands for. `user` keys do not expire; `session` keys come from AssumeRole. */
export type Credential =
  | { readonly kind: 'user'; readonly accessKeyId: string; readonly secret: string; readonly account: string; readonly userName: string }
  | {
      readonly kind: 'session';
      readonly accessKeyId: string;
      readonly secret: string;
      readonly token: string;
      readonly account: string;
      readonly roleName: string;
      readonly sessionName: string;
      readonly policies: string[];
      readonly issuedAt: string;
      readonly expiresAt: string;
    };

/** Who makes a call, found by the access key of its signature. */
export type Principal =
  | { readonly kind: 'user'; readonly account: string; readonly arn: string; readonly id: string; readonly userName: string; readonly accessKeyId: string }
  | {
      readonly kind: 'role';
      readonly account: string;
      readonly arn: string;
      readonly id: string;
      readonly accessKeyId: string;
      readonly roleArn: string;
      readonly roleName: string;
      readonly roleId: string;
      readonly sessionName: string;
      readonly sessionPolicies: readonly string[];
      readonly issuedAt: string;
    };
