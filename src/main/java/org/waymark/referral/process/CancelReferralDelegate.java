package org.waymark.referral.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.referral.Referrals;

/** Closes the record of a referral whose process was told to stop. */
@Component
class CancelReferralDelegate implements JavaDelegate {

    private final Referrals referrals;

    CancelReferralDelegate(Referrals referrals) {
        this.referrals = referrals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        referrals.cancel((String) execution.getVariable(PartnerReferral.REFERRAL_ID), (String)
                execution.getVariable(PartnerReferral.END_REASON));
    }
}
