import type { Language } from '../course/local-text.ts';

const en = {
  title: 'Manage tools',
  lead: 'Tools that courses can use. A tool that registers itself is pending until you activate it.',
  add: 'Add a tool by its registration URL',
  url: 'Registration URL',
  addButton: 'Add tool',
  name: 'Tool',
  clientId: 'Client ID',
  deploymentId: 'Deployment ID',
  state: 'State',
  action: 'Action',
  pending: 'Pending',
  active: 'Active',
  activate: 'Activate',
  remove: 'Remove',
  adding: 'Add a tool',
  addingLead: 'The tool shows below what it will do. This page closes by itself when the tool is done.',
  frame: 'The tool’s registration page',
  back: 'Back to the tools',
};

const ko: typeof en = {
  title: '도구 관리',
  lead: '강좌에서 사용할 수 있는 도구입니다. 스스로 등록한 도구는 활성화하기 전까지 대기 상태로 있습니다.',
  add: '등록 URL로 도구 추가',
  url: '등록 URL',
  addButton: '도구 추가',
  name: '도구',
  clientId: '클라이언트 ID',
  deploymentId: '배포 ID',
  state: '상태',
  action: '작업',
  pending: '대기 중',
  active: '사용 중',
  activate: '활성화',
  remove: '삭제',
  adding: '도구 추가',
  addingLead: '도구가 무엇을 하는지 아래에 표시됩니다. 도구가 등록을 마치면 이 페이지는 저절로 닫힙니다.',
  frame: '도구 등록 페이지',
  back: '도구 목록으로',
};

export const adminTexts: Readonly<Record<Language, typeof en>> = { en, ko };
