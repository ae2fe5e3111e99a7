package org.waymark.pathway;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Relationships.Sharing;
import org.waymark.crisis.CrisisCover;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.referral.ServiceDirectory;

/** Tells a crisis whom it can reach: which organisations give rapid response and may know of the person, and who coordinates. */
@Component
class CrisisReach implements CrisisCover {

    private static final String RAPID_RESPONSE = "RAPID_RESPONSE";

    private final Pathways pathways;
    private final People people;
    private final ServiceDirectory services;
    private final Directory directory;

    CrisisReach(Pathways pathways, People people, ServiceDirectory services, Directory directory) {
        this.pathways = pathways;
        this.people = people;
        this.services = services;
        this.directory = directory;
    }

    /** An organisation outside the alliance gets a referral instead. */
    @Override
    public List<Responder> responders() {
        Set<String> alliance = directory.organisations().stream()
                .filter(Organisation::inAlliance)
                .map(Organisation::id)
                .collect(Collectors.toSet());
        return services.providing(RAPID_RESPONSE).stream()
                .filter(service -> alliance.contains(service.organisation()))
                .map(service -> new Responder(service.organisation(), service.role()))
                .distinct()
                .toList();
    }

    @Override
    public List<Responder> respondersFor(PathwayRef pathway) {
        return responders().stream()
                .filter(responder -> mayKnow(pathway, responder.organisation()))
                .toList();
    }

    private boolean mayKnow(PathwayRef pathway, String organisation) {
        return organisation.equals(pathways.load(pathway).receivingOrganisation())
                || people.facts(pathway).sharing() == Sharing.AGREED;
    }

    @Override
    public Coordination coordinationOf(PathwayRef ref) {
        Pathway pathway = pathways.load(ref);
        String organisation = pathway.coordinatorOrganisation();
        return organisation == null || !mayKnow(ref, organisation)
                ? new Coordination(pathway.receivingOrganisation(), null)
                : new Coordination(organisation, pathway.coordinator());
    }
}
