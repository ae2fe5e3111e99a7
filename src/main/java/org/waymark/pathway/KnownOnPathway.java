package org.waymark.pathway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;
import org.waymark.bereavement.KnownOfCarers;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.Person;

/** Tells support in bereavement what it does not keep itself: who the carers are, and who looks after them. */
@Component
class KnownOnPathway implements KnownOfCarers {

    private static final String HELP = "BEREAVEMENT_SUPPORT";

    private final Pathways pathways;
    private final People people;
    private final Assessments assessments;
    private final PathwayCircumstances circumstances;

    KnownOnPathway(Pathways pathways, People people, Assessments assessments, PathwayCircumstances circumstances) {
        this.pathways = pathways;
        this.people = people;
        this.assessments = assessments;
        this.circumstances = circumstances;
    }

    @Override
    public Known of(PathwayRef ref) {
        Pathway pathway = pathways.load(ref);
        Person person = people.facts(ref);
        Map<CarerId, Carer> carers = new LinkedHashMap<>();
        person.carers()
                .forEach(carer -> carers.put(carer.id(), new Carer(carer.name(), carer.relationship(), carer.phone())));
        return new Known(
                person.calledName(),
                person.dateOfBirth(),
                person.diedOn(),
                assessments.standing(ref).carerStrainLevel(),
                pathway.coordinator(),
                pathway.coordinatorOrganisation() == null
                        ? pathway.receivingOrganisation()
                        : pathway.coordinatorOrganisation(),
                carers);
    }

    @Override
    public List<Choice> help(PathwayRef ref) {
        return circumstances.servicesFor(ref, HELP).stream()
                .map(choice -> new Choice(choice.serviceId(), choice.name()))
                .toList();
    }
}
