import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files of a pack by path; `undefined` leaves one out. */
export type PackTexts = Readonly<Record<string, string | undefined>>;

/** A pack with two steps that is fine. */
export const soundPack: PackTexts = {
  'pack.yaml': `id: sound
version: 1.0.0
title: { ko: 팩, en: A pack }
summary: { ko: 요약, en: A summary }
product: lab-standard
duration: { usualMinutes: 20, limitMinutes: 60 }
regions: [ap-northeast-2]
services: [s3, iam]
resources:
  Logs: { ko: 로그, en: Logs }
  Writer: { ko: 역할, en: A role }
steps:
  - id: first
    title: { ko: 첫째, en: First }
    points: 60
  - id: second
    title: { ko: 둘째, en: Second }
    points: 40
`,
  'template.yaml': `Resources:
  Logs:
    Type: AWS::S3::Bucket
  Writer:
    Type: AWS::IAM::Role
    Properties:
      Path: !Sub
        - /\${Own}/\${Logs.Arn}/\${!Literal}/
        - { Own: !Join ["-", [a, !Ref AWS::Region]] }
Outputs:
  Prefix:
    Value: !GetAtt Logs.Arn
`,
  'validators/first.yaml': `step: first
validator:
  event:
    pattern:
      eventName: [CreateBucket]
      requestParameters:
        bucketName: [{ prefix: "\${lab.outputs.Prefix}" }]
    capture:
      bucket: requestParameters.bucketName
`,
  'validators/second.yaml': `step: second
validator:
  all:
    - event:
        pattern:
          eventName: [DeleteBucket]
          requestParameters:
            bucketName: ["\${steps.first.captured.bucket}"]
    - mustNot:
        pattern: { eventName: [PutBucketAcl] }
        hint: { ko: 금지, en: Forbidden }
`,
  'guide/ko/index.md': '# 소개\n',
  'guide/ko/first.md': '# 첫째\n',
  'guide/ko/second.md': '# 둘째\n',
  'guide/en/index.md': '# Introduction\n',
  'guide/en/first.md': '# First\n',
  'guide/en/second.md': '# Second\n',
  'fixtures/nothing.json': `{
  "description": "Nothing was done.",
  "lab": {
    "accountId": "111122223333",
    "region": "ap-northeast-2",
    "startedAt": "2026-03-02T01:00:00Z",
    "learnerRoleArns": [],
    "outputs": { "Prefix": "site-" }
  },
  "expect": { "first": "todo", "second": "todo" },
  "records": []
}
`,
};

/** Writes packs into folders of their own and removes them all in the end. */
export class PackBuilder {
  readonly #folders: string[] = [];

  /** @param texts what differs from the sound pack. */
  async write(texts: PackTexts = {}): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'pack-'));
    this.#folders.push(folder);
    for (const [path, text] of Object.entries({ ...soundPack, ...texts })) {
      if (text === undefined) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  }

  async removeAll(): Promise<void> {
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true });
  }
}

/** The text of a file of the sound pack with a part replaced; the part must be there. */
export function changed(path: string, from: string, to: string): PackTexts {
  const text = soundPack[path];
  if (!text?.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: text.replaceAll(from, to) };
}
