/** A course pack as the API shows it: rich enough for every part of the learner's page to have something to draw. */
export const text = (ko: string, en: string) => ({ ko, en });
export const krw = (amount: number) => ({ amount: String(amount), currency: 'KRW' });

export const pack = {
  id: 's3-static-site',
  version: '1.2.0',
  title: text('S3 정적 웹사이트를 CloudFront로 배포하기', 'Publish a static website with S3 and CloudFront'),
  summary: text(
    '버킷에 웹사이트를 올리고, 공개 접근은 막은 채 CloudFront를 통해서만 전 세계에 제공합니다.',
    'Put a website into a bucket, keep the bucket private, and serve it to the world through CloudFront only.',
  ),
  introduction: text(
    '이 실습에서는 **S3 버킷**에 웹사이트를 올리고 CloudFront로 제공합니다. 버킷은 끝까지 비공개로 둡니다.\n\n- 리전은 `ap-northeast-2`입니다.\n- 콘솔과 CLI 중 편한 것을 쓰세요. 두 방법 모두 기록됩니다.\n\n> 모든 작업은 CloudTrail에 남으며, 몇 초 안에 오른쪽 단계에 반영됩니다.',
    'You put a website into an **S3 bucket** and serve it through CloudFront. The bucket stays private from beginning to end.\n\n- The region is `ap-northeast-2`.\n- Use the console or the CLI, whichever you like: both are recorded.\n\n> Everything you do leaves a record in CloudTrail and shows in the steps within seconds.',
  ),
  usualMinutes: 40,
  limitMinutes: 120,
  regions: ['ap-northeast-2'],
  services: ['s3', 'cloudfront', 'iam', 'logs'],
  tags: ['web'],
  points: 50,
  videoMinutes: 9,
  resources: [
    { logicalId: 'Network', type: 'AWS::EC2::VPC', purpose: text('실습 전용 네트워크입니다', 'A network of its own for this lab'), dependsOn: [] },
    { logicalId: 'SourceBucket', type: 'AWS::S3::Bucket', purpose: text('올릴 웹사이트 파일이 들어 있습니다', 'Holds the files of the website you will publish'), dependsOn: [] },
    { logicalId: 'BuilderRole', type: 'AWS::IAM::Role', purpose: text('빌드 서버가 파일을 읽을 권한입니다', 'Lets the build server read the files'), dependsOn: ['SourceBucket'] },
    { logicalId: 'BuildSubnet', type: 'AWS::EC2::Subnet', purpose: text('빌드 서버가 놓이는 서브넷입니다', 'Where the build server stands'), dependsOn: ['Network'] },
    { logicalId: 'WebGuard', type: 'AWS::EC2::SecurityGroup', purpose: text('빌드 서버에 들어오는 연결을 막습니다', 'Keeps connections to the build server out'), dependsOn: ['Network'] },
    { logicalId: 'BuildServer', type: 'AWS::EC2::Instance', purpose: text('웹사이트를 빌드합니다', 'Builds the website'), dependsOn: ['BuildSubnet', 'WebGuard', 'BuilderRole'] },
    { logicalId: 'AccessLog', type: 'AWS::Logs::LogGroup', purpose: text('빌드 기록을 남깁니다', 'Keeps the log of the build'), dependsOn: ['BuildServer'] },
  ],
};

const entry = (id: string, eventName: string, ago: number, error?: { code: string; message: string }) => ({
  id,
  eventName,
  eventSource: eventName.includes('Distribution') || eventName.includes('OriginAccess') ? 'cloudfront.amazonaws.com' : 's3.amazonaws.com',
  region: 'ap-northeast-2',
  at: secondsAgo(ago),
  errorCode: error?.code ?? null,
  errorMessage: error?.message ?? null,
  via: 'event stream',
});

export function secondsAgo(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

const fresh = {
  status: 'TODO',
  at: null as string | null,
  seen: null as number | null,
  needed: null as number | null,
  explanation: null as object | null,
  lastSeen: null as object | null,
  hintsRevealed: [] as { ko: string; en: string }[],
  hintsLeft: 2,
  override: null as object | null,
};

/** Steps before anything was done. */
export function steps() {
  return [
    {
      ...fresh,
      id: 'bucket',
      title: text('서울 리전에 버킷 만들기', 'Create a bucket in Seoul'),
      points: 10,
      guide: text(
        'S3 콘솔에서 **버킷 만들기**를 누르고 리전으로 *아시아 태평양(서울)* 을 고릅니다.\n\n```bash\naws s3api create-bucket \\\n  --bucket my-site-$RANDOM --region ap-northeast-2 --object-ownership BucketOwnerEnforced --create-bucket-configuration LocationConstraint=ap-northeast-2\n```',
        'In the S3 console choose **Create bucket** and take *Asia Pacific (Seoul)* as the region.\n\n```bash\naws s3api create-bucket \\\n  --bucket my-site-$RANDOM --region ap-northeast-2 --object-ownership BucketOwnerEnforced --create-bucket-configuration LocationConstraint=ap-northeast-2\n```',
      ),
    },
    {
      ...fresh,
      id: 'upload',
      title: text('웹사이트 파일 올리기', 'Upload the website'),
      points: 10,
      guide: text('`SourceBucket`의 파일 두 개를 새 버킷으로 복사합니다. `index.html`과 `error.html`이 있어야 합니다.', 'Copy the two files of `SourceBucket` into your new bucket: `index.html` and `error.html` must be there.'),
    },
    {
      ...fresh,
      id: 'private',
      title: text('모든 퍼블릭 액세스 차단', 'Block all public access'),
      points: 10,
      guide: text('버킷의 **권한** 탭에서 네 가지 차단 설정을 모두 켭니다. 실습이 끝날 때까지 켜 두세요.', 'In the **Permissions** tab of the bucket turn all four settings on, and leave them on until the lab ends.'),
    },
    {
      ...fresh,
      id: 'distribution',
      title: text('CloudFront 배포 만들기', 'Create a CloudFront distribution'),
      points: 10,
      guide: text('버킷을 원본으로 하고 **원본 액세스 제어(OAC)** 를 사용하는 배포를 만듭니다.', 'Create a distribution with the bucket as its origin, using **origin access control (OAC)**.'),
    },
    {
      ...fresh,
      id: 'policy',
      title: text('버킷 정책으로 배포에만 허용', 'Allow only the distribution in the bucket policy'),
      points: 10,
      guide: text('CloudFront 서비스 보안 주체에만 `s3:GetObject`를 허용하고 조건으로 배포의 ARN을 지정합니다.', 'Allow `s3:GetObject` to the CloudFront service principal only, with the ARN of the distribution as the condition.'),
    },
  ];
}

export const activity = [
  entry('a1', 'CreateDistribution', 3),
  entry('a2', 'PutPublicAccessBlock', 95),
  entry('a3', 'PutBucketPolicy', 140, { code: 'AccessDenied', message: 'User is not authorized to perform: s3:PutBucketPolicy' }),
  entry('a4', 'PutObject', 320),
  entry('a5', 'PutObject', 326),
  entry('a6', 'CreateBucket', 410),
  entry('a7', 'ListBuckets', 430),
];

/** Some steps behind, one nearly right: what the page mostly looks like. */
export function stepsUnderWay() {
  const [bucket, upload, privacy, distribution, policy] = steps();
  return [
    { ...bucket, status: 'PASSED', at: secondsAgo(410), lastSeen: activity[5] },
    { ...upload, status: 'PASSED', at: secondsAgo(320), lastSeen: activity[3] },
    { ...privacy, status: 'HELD', at: secondsAgo(95), lastSeen: activity[1] },
    {
      ...distribution,
      status: 'NEAR_MISS',
      at: secondsAgo(3),
      lastSeen: activity[0],
      hintsLeft: 1,
      hintsRevealed: [text('콘솔에서는 “원본 액세스” 아래에서 OAC를 고릅니다.', 'In the console, OAC is chosen below “Origin access”.')],
      explanation: {
        eventName: 'CreateDistribution',
        eventTime: secondsAgo(3),
        errorCode: null,
        path: 'requestParameters.distributionConfig.origins.items.0.domainName',
        seen: '"my-site-2041.s3.us-east-1.amazonaws.com"',
        expected: '"my-site-2041.s3.ap-northeast-2.amazonaws.com"',
        hint: text('배포를 만들었지만 원본이 us-east-1의 버킷입니다. 서울 리전의 버킷을 골라 주세요.', 'You made the distribution, but its origin is a bucket in us-east-1. Choose the bucket in Seoul.'),
      },
    },
    { ...policy, status: 'SEEN', seen: 1, needed: 2, lastSeen: activity[2] },
  ];
}

export const video = {
  title: text('비공개 버킷과 CloudFront', 'Private buckets and CloudFront'),
  durationSeconds: 614,
  playlistUrl: '/media/lesson.m3u8',
  posterUrl: '/media/poster.svg',
  captions: [
    { language: 'KO', url: '/media/ko.vtt' },
    { language: 'EN', url: '/media/en.vtt' },
  ],
  chapters: [
    { startSeconds: 0, title: text('무엇을 만드나요', 'What you will build'), stepId: null },
    { startSeconds: 74, title: text('버킷과 리전', 'Buckets and regions'), stepId: 'bucket' },
    { startSeconds: 181, title: text('퍼블릭 액세스 차단', 'Blocking public access'), stepId: 'private' },
    { startSeconds: 250, title: text('배포와 원본', 'Distributions and origins'), stepId: 'distribution' },
    { startSeconds: 470, title: text('버킷 정책', 'Bucket policies'), stepId: 'policy' },
  ],
  resumeAtSeconds: 0,
};
