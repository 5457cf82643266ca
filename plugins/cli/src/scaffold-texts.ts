/** The text files of a new pack by path. */
export function scaffoldTexts(id: string): Readonly<Record<string, string>> {
  return {
    'pack.yaml': manifest(id),
    'template.yaml': template,
    'validators/create-bucket.yaml': validator,
    'guide/ko/index.md': '# 실습 이름\n\n무엇을 만들고 왜 만드는지 두세 문장으로 적습니다.\n',
    'guide/ko/create-bucket.md': '# 버킷 만들기\n\n## 무엇을 합니까\n\n이름이 스택 출력 `NamePrefix`의 값으로 시작하는 버킷을 만듭니다.\n',
    'guide/en/index.md': '# Name of the lab\n\nSay in two or three sentences what is built, and why.\n',
    'guide/en/create-bucket.md': '# Create a bucket\n\n## What to do\n\nCreate a bucket whose name starts with the stack output `NamePrefix`.\n',
  };
}

const manifest = (id: string): string => `id: ${id}
version: 0.1.0
title: { ko: 실습 이름, en: Name of the lab }
summary: { ko: 한 문장으로 된 소개, en: What the learner does in one sentence }
product: lab-standard
duration: { usualMinutes: 20, limitMinutes: 60 }
regions: [ap-northeast-2]
services: [s3, ssm]
resources:
  NamePrefixSetting: { ko: 버킷 이름의 접두사를 담은 파라미터입니다., en: The parameter that holds the prefix of the bucket's name. }
steps:
  - id: create-bucket
    title: { ko: 버킷 만들기, en: Create a bucket }
    points: 100
    hints:
      - { ko: 이름이 접두사로 시작하는지 확인하십시오., en: Check that the name starts with the prefix. }
`;

const template = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  NamePrefixSetting:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Sub lab-\${AWS::AccountId}-
Outputs:
  NamePrefix:
    Value: !Sub lab-\${AWS::AccountId}-
`;

const validator = `step: create-bucket
validator:
  event:
    pattern:
      eventSource: [s3.amazonaws.com]
      eventName: [CreateBucket]
      awsRegion: ["\${lab.region}"]
      requestParameters:
        bucketName: [{ prefix: "\${lab.outputs.NamePrefix}" }]
    hints:
      awsRegion:
        ko: 버킷이 다른 리전에 있습니다.
        en: The bucket is in another Region.
`;
