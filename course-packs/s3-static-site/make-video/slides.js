/** The slides of the video in order: how long each stands, its words, and the picture or command beside them. */
export const slides = [
  { seconds: 7, kicker: 'Amazon S3', title: ['안전한 정적 웹 사이트', 'A static web site, done right'], art: 'site' },
  { seconds: 10, kicker: '만들 것 · What you build', title: ['버킷 하나, 여섯 가지 결정', 'One bucket, six decisions'], art: 'diagram' },
  { seconds: 11, step: 'create-bucket', kicker: '1', title: ['버킷 만들기', 'Create the bucket'], note: ['리전은 ap-northeast-2', 'in ap-northeast-2'], code: 'aws s3api create-bucket \\\n  --bucket site-ACCOUNT-mine \\\n  --region ap-northeast-2 \\\n  --create-bucket-configuration LocationConstraint=ap-northeast-2' },
  { seconds: 10, step: 'enable-versioning', kicker: '2', title: ['버전 관리 켜기', 'Turn on versioning'], note: ['지운 파일을 되찾습니다', 'bring back what was deleted'], code: 'aws s3api put-bucket-versioning \\\n  --bucket site-ACCOUNT-mine \\\n  --versioning-configuration Status=Enabled' },
  { seconds: 10, step: 'default-encryption', kicker: '3', title: ['기본 암호화 설정하기', 'Set default encryption'], note: ['결정을 기록으로 남깁니다', 'a decision on record'], code: 'aws s3api put-bucket-encryption \\\n  --bucket site-ACCOUNT-mine \\\n  --server-side-encryption-configuration file://sse.json' },
  { seconds: 13, step: 'public-access', kicker: '4', title: ['퍼블릭 액세스 다루기', 'Handle public access'], note: ['"*"에는 반드시 Condition', 'no "*" without a Condition'], code: '"Principal": "*",\n"Action": "s3:GetObject",\n"Condition": {\n  "IpAddress": { "aws:SourceIp": "203.0.113.0/24" }\n}' },
  { seconds: 10, step: 'website-configuration', kicker: '5', title: ['정적 웹 사이트 호스팅 켜기', 'Turn on website hosting'], note: ['인덱스 문서: index.html', 'index document: index.html'], code: 'aws s3 website s3://site-ACCOUNT-mine \\\n  --index-document index.html' },
  { seconds: 10, step: 'upload-index', kicker: '6', title: ['첫 페이지 올리기', 'Upload the front page'], note: ['조금 늦게 초록으로 바뀝니다', 'turns green a little later'], code: 'aws s3 cp index.html s3://site-ACCOUNT-mine/' },
  { seconds: 7, kicker: '정리 · Recap', title: ['열되, 정해진 사람에게만', 'Open, but to those it is meant for'], art: 'site' },
];

/** What is said on each slide, for the captions. */
export const spoken = {
  ko: [
    '이 실습에서는 Amazon S3로 정적 웹 사이트를 게시합니다.',
    '버킷 하나를 만들고, 실무에서 하는 것처럼 여섯 가지를 직접 결정합니다.',
    '먼저 버킷을 만듭니다. 이름은 스택 출력 SiteNamePrefix로 시작하고, 리전은 서울입니다.',
    '버전 관리를 켜면 실수로 지우거나 덮어쓴 파일을 되찾을 수 있습니다.',
    '새 버킷은 이미 암호화되지만, 설정을 직접 저장해 결정을 기록으로 남깁니다.',
    'ACL에 관한 두 설정은 켜 두고 정책에 관한 두 설정만 끕니다. 모두에게 여는 Statement에는 Condition이 꼭 있어야 합니다.',
    '정적 웹 사이트 호스팅을 켜고 인덱스 문서로 index.html을 적습니다.',
    'index.html을 올립니다. 데이터 이벤트라서 다른 단계보다 조금 늦게 표시될 수 있습니다.',
    '이제 사이트는 열려 있습니다. 다만 정해진 네트워크에만 열려 있습니다.',
  ],
  en: [
    'In this lab you publish a static web site with Amazon S3.',
    'You make one bucket, and six decisions the way they are made at work.',
    "First, create the bucket. Its name starts with the stack output SiteNamePrefix; its Region is Seoul.",
    'With versioning on, a file that was deleted or overwritten by mistake can be brought back.',
    'A new bucket is encrypted already. You save the setting yourself, so that the decision is on record.',
    'Keep the two settings on ACLs on, and turn off only the two on policies. A statement that opens to everyone needs a Condition.',
    'Turn on static website hosting and name index.html as the index document.',
    'Upload index.html. It is a data event, so this step may turn green a little later than the others.',
    'Your site is open now, but only to the network it is meant for.',
  ],
};
