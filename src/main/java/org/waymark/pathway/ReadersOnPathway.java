package org.waymark.pathway;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.assessment.Assessment.Invitation;
import org.waymark.assessment.Assessments;
import org.waymark.kernel.PathwayRef;
import org.waymark.links.Readers;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.workflow.WorkItem;

/** Tells personal links whom a rating of a round asks, and what is known of them. */
@Component
class ReadersOnPathway implements Readers {

    private final Assessments assessments;
    private final People people;
    private final Pathways pathways;
    private final Directory directory;

    ReadersOnPathway(Assessments assessments, People people, Pathways pathways, Directory directory) {
        this.assessments = assessments;
        this.people = people;
        this.pathways = pathways;
        this.directory = directory;
    }

    @Override
    public Optional<Reader> of(WorkItem task) {
        if (!task.formId().equals(Assessments.PAPER_FORM)) {
            return Optional.empty();
        }
        Invitation invitation =
                assessments.invitationOf(Objects.requireNonNull(task.part(), "A rating's task names the rating"));
        Person person = people.facts(task.pathway());
        if (invitation.carer() == null) {
            return Optional.of(new Reader(
                    Kind.PERSON,
                    Assessments.PERSONS_WORDS,
                    person.fullName(),
                    person.email(),
                    person.language(),
                    person.postcode()));
        }
        // What language a carer speaks nobody has asked; they choose it themselves.
        return person.carers().stream()
                .filter(carer -> carer.id().equals(invitation.carer()))
                .findFirst()
                .map(carer -> new Reader(
                        Kind.CARER,
                        Assessments.CARERS_WORDS,
                        carer.name(),
                        carer.email(),
                        carer.livesWith() ? person.language() : null,
                        carer.livesWith() ? person.postcode() : null));
    }

    @Override
    public Optional<LocalDate> birthday(PathwayRef pathway) {
        return people.life(pathway).map(People.Life::bornOn);
    }

    @Override
    public boolean hasDied(PathwayRef pathway) {
        return people.life(pathway).map(life -> life.diedOn() != null).orElse(false);
    }

    @Override
    public Sender sender(PathwayRef ref) {
        Pathway pathway = pathways.load(ref);
        String organisation = pathway.coordinatorOrganisation() == null
                ? pathway.receivingOrganisation()
                : pathway.coordinatorOrganisation();
        Optional<Directory.Contact> contact = directory.contact(organisation);
        String coordinator = pathway.coordinator();
        return new Sender(
                contact.map(Directory.Contact::called).orElse(null),
                contact.map(Directory.Contact::phone).orElse(null),
                coordinator == null
                        ? null
                        : directory
                                .staffMember(coordinator)
                                .map(Directory.StaffMember::displayName)
                                .orElse(null));
    }
}
