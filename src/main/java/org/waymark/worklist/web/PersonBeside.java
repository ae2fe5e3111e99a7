package org.waymark.worklist.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.LivingSituations;
import org.waymark.people.LivingSituations.LivesIn;
import org.waymark.people.LivingSituations.Situation;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.web.Words;
import org.waymark.worklist.web.TaskPage.Beside;
import org.waymark.worklist.web.TaskPage.Fact;
import org.waymark.worklist.web.WorklistPage.Tag;

/** Says who the person is beside a task, as far as the viewer may know. */
@Component
class PersonBeside {

    private final People people;
    private final LivingSituations situations;
    private final AccessDecision access;
    private final Words words;
    private final Sentences sentences;

    PersonBeside(People people, LivingSituations situations, AccessDecision access, Words words, Sentences sentences) {
        this.people = people;
        this.situations = situations;
        this.access = access;
        this.words = words;
        this.sentences = sentences;
    }

    /** The person, audited as a view; null for one who may not know who it is. */
    @Nullable
    Beside of(Viewer viewer, PathwayRef pathway) {
        if (!access.maySee(viewer, pathway, DataKind.IDENTITY)) {
            return null;
        }
        Person person = people.view(viewer, pathway);
        Situation situation = situations.of(viewer, pathway);
        boolean seesCare = access.maySee(viewer, pathway, DataKind.CARE);
        return new Beside(
                pathway.value(),
                person.fullName(),
                seesCare && WorklistPages.mayOpenPeople(viewer) ? "/people/" + pathway : null,
                lead(person),
                tags(person, situation, seesCare),
                facts(person, situation, seesCare));
    }

    private String lead(Person person) {
        String preferred = person.preferredName();
        return Stream.of(
                        preferred == null ? null : sentences.say("task.person.called", preferred),
                        words.age(person.dateOfBirth(), person.diedOn()) + ".",
                        sentences.say("task.person.nhsNumber", Words.unbroken(words.nhsNumber(person.nhsNumber()))))
                .filter(Objects::nonNull)
                .reduce((before, after) -> before + " " + after)
                .orElse("");
    }

    private List<Tag> tags(Person person, Situation situation, boolean seesCare) {
        var tags = new ArrayList<Tag>();
        if (person.diedOn() != null) {
            tags.add(new Tag("", sentences.say("task.person.died", words.day(person.diedOn()))));
        }
        if (seesCare && person.sharing() != Sharing.AGREED) {
            tags.add(new Tag("amber", words.of(person.sharing())));
        }
        if (person.diedOn() == null) {
            tags.addAll(whereabouts(person, situation));
        }
        return tags;
    }

    /** Where to find the person, when it is not simply at home with others. */
    private List<Tag> whereabouts(Person person, Situation situation) {
        var tags = new ArrayList<Tag>();
        if (situation.inHospitalSince() != null) {
            tags.add(new Tag("amber", sentences.say("person.inHospital", words.shortDay(situation.inHospitalSince()))));
        }
        if (situation.livesIn() == LivesIn.CARE_HOME) {
            tags.add(new Tag("", sentences.say("person.inACareHome")));
        } else if (person.livesAlone()) {
            tags.add(new Tag("", sentences.say("person.livesAlone")));
        }
        return tags;
    }

    private List<Fact> facts(Person person, Situation situation, boolean seesCare) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact(sentences.say("task.person.born"), words.day(person.dateOfBirth()), null));
        add(facts, "task.person.phone", person.phone());
        add(facts, "task.person.postcode", person.postcode());
        add(facts, "task.person.language", person.language());
        if (seesCare && person.diagnosedOn() != null) {
            facts.add(new Fact(
                    sentences.say("task.person.diagnosed"), words.day(person.diagnosedOn()), person.subtype()));
        }
        for (Person.Carer carer : person.carers()) {
            facts.add(new Fact(
                    Sentences.capitalised(carer.relationship()), carer.name(), note(carer, person, situation)));
        }
        return facts;
    }

    private void add(List<Fact> facts, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(new Fact(sentences.say(key), value, null));
        }
    }

    private @Nullable String note(Person.Carer carer, Person person, Situation situation) {
        boolean livesWith = carer.livesWith() && situation.livesIn() == LivesIn.HOME && person.diedOn() == null;
        String note = Stream.of(
                        carer.isMain() ? sentences.say("task.person.mainCarer") : null,
                        livesWith ? sentences.say("task.person.livesWith", person.calledName()) : null,
                        carer.phone() == null ? null : Words.unbroken(carer.phone()))
                .filter(Objects::nonNull)
                .reduce((before, after) -> before + ", " + after)
                .orElse("");
        return note.isEmpty() ? null : note;
    }
}
