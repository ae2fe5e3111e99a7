package org.waymark.pathway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import org.waymark.kernel.LookedAtOften;
import org.waymark.kernel.WaymarkClock;

/**
 * Tells whoever watches the application when somebody would be lost. Counts only; who it is stands on the page. What can wait
 * is counted too and is no reason to call the application down.
 */
@Component("nobodyIsLostHealthIndicator")
class NobodyIsLostHealth implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(NobodyIsLostHealth.class);

    private final LookedAtOften<NobodyIsLost.Report> check;

    NobodyIsLostHealth(NobodyIsLost nobodyIsLost, WaymarkClock clock) {
        this.check = new LookedAtOften<>(clock, () -> {
            NobodyIsLost.Report report = nobodyIsLost.checkAll();
            if (report.isPressing()) {
                LOG.error("People would be lost, by what was found: {}", report.counts());
            } else if (!report.isClean()) {
                LOG.warn("Nobody is lost, and something is to be put right: {}", report.counts());
            }
            return report;
        });
    }

    @Override
    public Health health() {
        NobodyIsLost.Report report = check.get();
        Health.Builder health = report.isPressing() ? Health.down() : Health.up();
        report.counts().forEach((kind, count) -> health.withDetail(kind.name(), count));
        return health.withDetail("openPathways", report.openPathways()).build();
    }
}
