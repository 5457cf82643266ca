import type { Localized } from '@cloudclass/plugin-contract';
import { builder } from './builder.ts';
import type { MoneyValue } from '../pages/views/values.ts';

export const Language = builder.enumType('Language', { values: { KO: { value: 'ko' }, EN: { value: 'en' } } as const });
export const Currency = builder.enumType('Currency', { values: ['KRW', 'USD'] as const });

export const LocalizedRef = builder.objectRef<Localized>('Localized').implement({
  fields: (t) => ({ ko: t.exposeString('ko'), en: t.exposeString('en') }),
});

export const MoneyRef = builder.objectRef<MoneyValue>('Money').implement({
  description: 'Minor units as a decimal string: KRW has no decimals, USD has two.',
  fields: (t) => ({
    amount: t.string({ resolve: ({ amount }) => amount.toString() }),
    currency: t.field({ type: Currency, resolve: ({ currency }) => currency }),
  }),
});

export const InstitutionRef = builder.objectRef<{ id: string; name: string }>('Institution').implement({
  fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name') }),
});

export const CourseRef = builder.objectRef<{ id: string; title: string; unit: string | null }>('Course').implement({
  fields: (t) => ({ id: t.exposeID('id'), title: t.exposeString('title'), unit: t.exposeString('unit', { nullable: true }) }),
});

export const PersonRef = builder.objectRef<{ id: string; name: string | null }>('Person').implement({
  fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name', { nullable: true }) }),
});
