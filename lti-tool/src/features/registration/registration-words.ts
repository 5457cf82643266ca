import { groupScope, noticeScope, requiredScopes } from './tool-description.ts';

const [lineItems, results, scores, members] = requiredScopes;

const en = {
  title: 'Register Cloudclass in this LMS?',
  lms: 'LMS',
  site: 'Site',
  institution: 'Institution',
  offers: 'What it adds to courses',
  messages: {
    LtiDeepLinkingRequest: 'Instructors choose labs and place them in a course.',
    LtiResourceLinkRequest: 'Learners open a lab, instructors see their class.',
    LtiSubmissionReviewRequest: 'Instructors open a learner’s lab from the gradebook.',
  },
  asks: 'What it asks for',
  scopes: {
    [lineItems]: 'Make a gradebook column for each lab.',
    [results]: 'Read the results of these columns.',
    [scores]: 'Send scores to these columns.',
    [members]: 'See who is in the course.',
    [groupScope]: 'See the groups of a course, so that its class can be shown group by group.',
    [noticeScope]: 'Hear when a course is copied, so that its labs stay linked.',
  } as Readonly<Record<string, string>>,
  names: 'The names of people who open a lab. No e-mail addresses.',
  missing: (scopes: string) => `This LMS does not offer everything Cloudclass uses. It will do without: ${scopes}`,
  register: 'Register',
  afterwards: 'Afterwards',
  next: 'What to do next',
  done: 'Cloudclass is registered',
  doneText: (lms: string, institution: string) => `${lms} and Cloudclass know each other now, for ${institution}.`,
  refused: 'Cloudclass could not be registered',
  steps: {
    moodle: ['On Moodle’s page “Manage tools”, press Activate on the card of Cloudclass when it says “Pending”.', 'Then open the card’s settings and show it in the activity chooser; an update hides it there again.'],
    canvas: ['Canvas shows what was registered: check it, then set it to “On”.', 'Install it where it is to be used: the account, or single courses.'],
    desire2learn: ['Brightspace has made the registration disabled: open it in Manage Extensibility, LTI Advantage, and enable it.', 'Make a deployment with all extensions, for the org units that will use it.'],
    'sakailms.org': ['Sakai has made a draft of the tool: open it in External Tools, check that it may be launched and send names, and save it.'],
  } as Readonly<Record<string, readonly string[]>>,
  otherSteps: ['If your LMS shows Cloudclass as pending or switched off, switch it on.', 'Add a lab to a course and open it. Cloudclass shows the LMS as active from then on.'],
};

export type PageWords = typeof en;

const ko: PageWords = {
  title: '이 LMS에 Cloudclass를 등록할까요?',
  lms: 'LMS',
  site: '사이트',
  institution: '기관',
  offers: '강의에 추가되는 기능',
  messages: {
    LtiDeepLinkingRequest: '강사가 실습을 골라 강의에 넣습니다.',
    LtiResourceLinkRequest: '학습자가 실습을 열고, 강사가 수업 현황을 봅니다.',
    LtiSubmissionReviewRequest: '강사가 성적부에서 학습자의 실습을 엽니다.',
  },
  asks: '요청하는 권한',
  scopes: {
    [lineItems]: '실습마다 성적부 항목을 만듭니다.',
    [results]: '그 항목의 결과를 읽습니다.',
    [scores]: '그 항목에 점수를 보냅니다.',
    [members]: '강의 참여자 목록을 봅니다.',
    [groupScope]: '강의의 그룹을 읽어 그룹별로 학습 현황을 보여 줍니다.',
    [noticeScope]: '강의가 복사되면 알림을 받아 실습 연결을 유지합니다.',
  },
  names: '실습을 연 사람의 이름을 받습니다. 이메일 주소는 받지 않습니다.',
  missing: (scopes) => `이 LMS는 Cloudclass가 사용하는 기능 일부를 제공하지 않습니다. 다음 기능 없이 동작합니다. ${scopes}`,
  register: '등록하기',
  afterwards: '등록한 다음',
  next: '이제 할 일',
  done: 'Cloudclass를 등록했습니다',
  doneText: (lms, institution) => `이제 ${institution}의 LMS(${lms})에서 Cloudclass를 사용할 수 있습니다.`,
  refused: 'Cloudclass를 등록하지 못했습니다',
  steps: {
    moodle: ['Moodle의 "도구 관리" 페이지에서 Cloudclass 카드가 "대기 중"이면 활성화를 누릅니다.', '카드의 설정을 열어 활동 선택 목록에 표시하도록 합니다. 도구를 업데이트하면 표시가 다시 꺼집니다.'],
    canvas: ['Canvas가 등록 내용을 보여 주면 확인한 뒤 "켜기"로 바꿉니다.', '사용할 계정이나 강의에 설치합니다.'],
    desire2learn: ['Brightspace는 등록을 꺼진 상태로 만듭니다. Manage Extensibility의 LTI Advantage에서 열어 켭니다.', '사용할 조직 단위를 골라 모든 확장을 켠 배포를 만듭니다.'],
    'sakailms.org': ['Sakai는 도구를 초안으로 만듭니다. External Tools에서 열어 실행과 이름 전송을 허용한 뒤 저장합니다.'],
  },
  otherSteps: ['LMS에서 Cloudclass가 대기 중이거나 꺼져 있으면 켭니다.', '강의에 실습을 추가하고 열어 봅니다. 그때부터 Cloudclass에 이 LMS가 사용 중으로 표시됩니다.'],
};

/** What the pages of a registration say. */
export const pageWords = { en, ko } as const;
