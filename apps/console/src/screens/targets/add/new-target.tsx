import { Anchor, Stepper } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Link } from 'react-router';
import { Page } from '../../../app/page.js';
import { Panel } from '../../../app/panel.js';
import { t } from '../../../texts/en.js';
import { ConnectStep } from './connect-step.js';
import { PluginStep } from './plugin-step.js';
import classes from './new-target.module.css';
import { WhereStep } from './where-step.js';
import { hostOf, isAddress, type SiteForm } from './site-form.js';

const texts = t.targets.make;

/** `/targets/new` */
export function NewTarget() {
  const [step, setStep] = useState(0);
  const needed = (value: string): string | null => (value.trim() === '' ? texts.missing : null);
  const form = useForm<SiteForm>({
    initialValues: { siteUrl: '', username: 'usher', applicationPassword: '', name: '', connection: '', paused: false },
    validate: {
      siteUrl: (value) => (isAddress(value) ? null : texts.addressBad),
      username: needed,
      applicationPassword: needed,
      connection: needed,
    },
  });

  function check(): void {
    if (form.validate().hasErrors) return;
    if (form.values.name.trim() === '') form.setFieldValue('name', hostOf(form.values.siteUrl));
    setStep(2);
  }

  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      above={
        <Anchor component={Link} to="/targets">
          {t.targets.title}
        </Anchor>
      }
    >
      <Panel>
        <Stepper
          active={step}
          onStepClick={(next) => next < step && setStep(next)}
          size="sm"
          wrap={false}
          allowNextStepsSelect={false}
          classNames={{ content: classes.content, step: classes.step, stepBody: classes.label }}
        >
          <Stepper.Step label={texts.steps[0]}>
            <PluginStep onNext={() => setStep(1)} />
          </Stepper.Step>
          <Stepper.Step label={texts.steps[1]}>
            <WhereStep form={form} onBack={() => setStep(0)} onNext={check} />
          </Stepper.Step>
          <Stepper.Step label={texts.steps[2]}>
            <ConnectStep form={form} onBack={() => setStep(1)} />
          </Stepper.Step>
        </Stepper>
      </Panel>
    </Page>
  );
}
