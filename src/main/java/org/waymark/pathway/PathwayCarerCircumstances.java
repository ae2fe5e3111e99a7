package org.waymark.pathway;

import java.util.Comparator;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.NotVisible;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.assessment.Assessments;
import org.waymark.carers.CarerCircumstances;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** Tells the support of carers who a carer is, and whose work it is while the person lets it be shared. */
@Component
class PathwayCarerCircumstances implements CarerCircumstances {

    private final People people;
    private final Assessments assessments;
    private final ServiceDirectory services;
    private final Directory directory;

    PathwayCarerCircumstances(People people, Assessments assessments, ServiceDirectory services, Directory directory) {
        this.people = people;
        this.assessments = assessments;
        this.services = services;
        this.directory = directory;
    }

    @Override
    public Known of(PathwayRef pathway, CarerId id) {
        Person person = people.facts(pathway);
        Person.Carer carer = person.carer(id).orElseThrow(NotVisible::new);
        return new Known(
                person.calledName(),
                carer.name(),
                carer.relationship(),
                carer.livesWith(),
                assessments.strainOf(pathway, id));
    }

    @Override
    public Team teamFor(PathwayRef pathway) {
        Person person = people.facts(pathway);
        String receiving = person.receivingOrganisation();
        return services.providing(CarersOnPathway.CARER_ENABLEMENT).stream()
                .filter(service -> maySee(person, service.organisation()))
                .min(Comparator.comparing(
                        (Service service) -> !service.organisation().equals(receiving)))
                .map(service -> new Team(service.organisation(), service.role()))
                .orElseGet(() -> new Team(receiving, Role.COORDINATOR.code()));
    }

    @Override
    public boolean maySee(PathwayRef pathway, String organisation) {
        return maySee(people.facts(pathway), organisation);
    }

    private boolean maySee(Person person, String organisation) {
        return organisation.equals(person.receivingOrganisation())
                || (person.sharing() == Sharing.AGREED
                        && directory
                                .organisation(organisation)
                                .filter(Organisation::inAlliance)
                                .isPresent());
    }
}
