package org.waymark.pathway;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.waymark.centre.Centres;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** Finds the wellbeing centres among the services of the directory. */
@Component
class CentresInDirectory implements Centres {

    /** The need that a centre answers. */
    static final String CENTRE = "DEMENTIA_SERVICES_CENTRE";

    private final ServiceDirectory services;

    CentresInDirectory(ServiceDirectory services) {
        this.services = services;
    }

    @Override
    public List<Centre> all() {
        return services.providing(CENTRE).stream()
                .map(CentresInDirectory::centre)
                .toList();
    }

    @Override
    public Optional<Centre> centre(String serviceId) {
        return services.service(serviceId)
                .filter(service -> service.code().equals(CENTRE))
                .map(CentresInDirectory::centre);
    }

    private static Centre centre(Service service) {
        return new Centre(service.id(), service.code(), service.name(), service.organisation(), service.role());
    }
}
