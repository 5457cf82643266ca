/** Staff of the local institution. Roles are what the product reads; the provider gives them no meaning. */
export type StaffMember = {
  readonly id: string;
  readonly email: string;
  readonly locale: 'ko' | 'en';
  readonly names: { readonly en: string; readonly ko: string };
  /** What they do, as the sign-in page says it. */
  readonly post: { readonly en: string; readonly ko: string };
  readonly roles: readonly string[];
  readonly institution?: string;
};

export const staff: readonly StaffMember[] = [
  {
    id: 'oh-subin',
    email: 'subin.oh@haneul.example',
    locale: 'ko',
    names: { en: 'Oh Su-bin', ko: '오수빈' },
    post: { en: 'Manager, Haneul University', ko: '하늘대학교 관리자' },
    roles: ['manager'],
    institution: 'haneul',
  },
  {
    id: 'jung-haneul',
    email: 'haneul.jung@cloudclass.example',
    locale: 'ko',
    names: { en: 'Jung Ha-neul', ko: '정하늘' },
    post: { en: 'Sales', ko: '영업' },
    roles: ['sales'],
  },
  {
    id: 'ryu-minho',
    email: 'minho.ryu@cloudclass.example',
    locale: 'ko',
    names: { en: 'Ryu Min-ho', ko: '류민호' },
    post: { en: 'Operator', ko: '운영' },
    roles: ['operator'],
  },
  {
    id: 'grace-hill',
    email: 'grace.hill@haneul.example',
    locale: 'en',
    names: { en: 'Grace Hill', ko: '그레이스 힐' },
    post: { en: 'No role yet: sees what a refused person sees', ko: '역할 없음: 거절된 사람이 보는 화면을 확인합니다' },
    roles: [],
  },
];

export const staffMember = (id: string): StaffMember | undefined => staff.find((member) => member.id === id);
