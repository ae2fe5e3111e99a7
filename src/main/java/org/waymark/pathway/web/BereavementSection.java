package org.waymark.pathway.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.bereavement.Bereavement.Picture;
import org.waymark.bereavement.Bereavements;
import org.waymark.kernel.CarerId;
import org.waymark.pathway.Pathway;
import org.waymark.people.Person;

/** The card on support in bereavement: for each carer where it stands, what comes next and which days may be hard. */
@Component
@Order(600)
class BereavementSection implements PersonSection {

    /** One carer as the card shows them. */
    record Carer(String name, String relationship, Picture picture) {}

    private final Bereavements bereavements;
    private final AccessDecision access;

    BereavementSection(Bereavements bereavements, AccessDecision access) {
        this.bereavements = bereavements;
        this.access = access;
    }

    @Override
    public Optional<PersonPage.Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Optional.empty();
        }
        List<Carer> carers = bereavements.of(viewer, pathway.ref()).stream()
                .map(picture -> carer(person, picture))
                .toList();
        if (carers.isEmpty()) {
            return Optional.empty();
        }
        var model = new HashMap<String, Object>();
        model.put("carers", carers);
        model.put("calledName", person.calledName());
        String base = "/people/" + pathway.ref() + "/record/";
        boolean mayRecord = viewer.has(Role.COORDINATOR) && !pathway.isOpen() && BereavementRecords.areGoingOn(carers);
        model.put("addDateHref", mayRecord ? base + BereavementRecords.ADD_DATE : "");
        model.put(
                "takeOffDateHref",
                mayRecord && BereavementRecords.haveDates(carers) ? base + BereavementRecords.TAKE_OFF_DATE : "");
        return Optional.of(
                new PersonPage.Card("bereavement", "Bereavement support", "bereavement/panels :: support", model));
    }

    private static Carer carer(Person person, Picture picture) {
        CarerId id = picture.bereavement().carer();
        String relationship = person.carer(id).map(Person.Carer::relationship).orElse("");
        return new Carer(person.carerName(id), relationship, picture);
    }

    @Override
    public Map<String, String> tellApart(Viewer viewer, Pathway pathway, Person person) {
        Map<String, String> apart = new HashMap<>();
        bereavements.carersOf(viewer, pathway.ref()).forEach((id, carer) -> apart.put(id, person.carerName(carer)));
        return apart;
    }
}
