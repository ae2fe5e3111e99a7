package org.waymark.referral;

import java.util.List;
import org.springframework.stereotype.Component;
import org.waymark.workflow.ServiceCodes;

/** Tells the clocks which needs the services of the directory answer. */
@Component
class NeedsOfServices implements ServiceCodes {

    private final ServiceDirectory services;

    NeedsOfServices(ServiceDirectory services) {
        this.services = services;
    }

    @Override
    public List<String> all() {
        return services.all().stream().map(Service::code).distinct().sorted().toList();
    }
}
