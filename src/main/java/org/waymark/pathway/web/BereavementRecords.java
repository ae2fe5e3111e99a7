package org.waymark.pathway.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.bereavement.Bereavement.DateKind;
import org.waymark.bereavement.Bereavement.GentleDate;
import org.waymark.bereavement.Bereavement.Picture;
import org.waymark.bereavement.Bereavements;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonRecords.Act;
import org.waymark.pathway.web.PersonRecords.Recordable;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** Lets coordinators keep the days on which a bereaved carer is thought of. */
@Component
@Order(600)
class BereavementRecords implements RecordablePart {

    static final String ADD_DATE = "add-gentle-date";
    static final String TAKE_OFF_DATE = "take-off-gentle-date";

    private final Bereavements bereavements;
    private final AccessDecision access;
    private final Forms forms;
    private final Words words;

    BereavementRecords(Bereavements bereavements, AccessDecision access, Forms forms, Words words) {
        this.bereavements = bereavements;
        this.access = access;
        this.forms = forms;
        this.words = words;
    }

    @Override
    public List<Recordable> recordables() {
        return List.of(
                recordable(
                        ADD_DATE,
                        "Add a day to be gentle about",
                        "A day that may be hard for a bereaved carer.",
                        this::add),
                recordable(
                        TAKE_OFF_DATE,
                        "Take off a day to be gentle about",
                        "It was entered by mistake, or the carer does not wish to be reminded of it.",
                        this::takeOff));
    }

    private static Recordable recordable(String formId, String title, String hint, Act act) {
        return new Recordable(
                formId,
                title,
                hint,
                act,
                Set.of(Role.COORDINATOR),
                pathway -> pathway.isOpen() ? Optional.of("nobodyBereaved") : Optional.empty());
    }

    @Override
    public Map<String, List<Option>> options(Viewer viewer, Pathway pathway, Person person) {
        if (pathway.isOpen() || !access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Map.of();
        }
        var bereaved = new ArrayList<Option>();
        var dates = new ArrayList<Option>();
        for (Picture picture : bereavements.of(viewer, pathway.ref())) {
            if (isGoingOn(picture)) {
                String name = person.carerName(picture.bereavement().carer());
                bereaved.add(new Option(picture.bereavement().id(), name));
                picture.dates().forEach(date -> dates.add(new Option(date.id(), name + ": " + inWords(person, date))));
            }
        }
        return Map.of("bereaved", bereaved, "gentleDates", dates);
    }

    private String inWords(Person person, GentleDate date) {
        return words.day(date.on()) + ", "
                + (date.kind() == DateKind.OTHER ? date.what() : words.of(date.kind()) + " of " + person.calledName());
    }

    static boolean areGoingOn(List<BereavementSection.Carer> carers) {
        return carers.stream().anyMatch(carer -> isGoingOn(carer.picture()));
    }

    static boolean haveDates(List<BereavementSection.Carer> carers) {
        return carers.stream()
                .anyMatch(carer ->
                        isGoingOn(carer.picture()) && !carer.picture().dates().isEmpty());
    }

    private static boolean isGoingOn(Picture picture) {
        return picture.bereavement().isOpen() && picture.bereavement().diedOn() != null;
    }

    private String add(Viewer viewer, PathwayRef ref, Answers answers) {
        LocalDate on = Objects.requireNonNull(answers.date("gentleOn"), "The form asks for this date");
        bereavements.addDate(viewer, ref, answers.required("bereaved"), on, answers.required("gentleWhat"));
        forms.store(viewer, ADD_DATE, ref, answers);
        return "Added. A task opens a week before the day.";
    }

    private String takeOff(Viewer viewer, PathwayRef ref, Answers answers) {
        bereavements.takeOffDate(viewer, ref, answers.required("gentleDate"));
        forms.store(viewer, TAKE_OFF_DATE, ref, answers);
        return "Taken off. Nobody is reminded of it.";
    }
}
