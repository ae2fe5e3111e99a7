package org.waymark.referral.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.referral.Referrals;

/** Sends the referral on to the service that was chosen after a decline. */
@Component
class SendNextLegDelegate implements JavaDelegate {

    private final Referrals referrals;

    SendNextLegDelegate(Referrals referrals) {
        this.referrals = referrals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        referrals.sendNextLeg((String) execution.getVariable(PartnerReferral.REFERRAL_ID));
    }
}
