package org.waymark.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.DuplicatePolicy.Traits;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.NameSpelling.Name;
import org.waymark.people.People.Label;
import org.waymark.people.People.NewPerson;

/** Finds people by what is typed, and those whom a newcomer resembles. Joins the caller's transaction and audits nothing. */
@Component
class PeopleSearch {

    private static final int MOST_RESULTS = 200;
    private static final int MOST_WORDS = 6;

    /** A birthday or a postcode shared by more people than this says nothing any more. */
    private static final int MOST_CANDIDATES = 200;

    private static final Pattern SPACES = Pattern.compile("[\\s,;]+");

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final Directory directory;

    PeopleSearch(JdbcClient jdbc, AccessDecision access, Directory directory) {
        this.jdbc = jdbc;
        this.access = access;
        this.directory = directory;
    }

    List<Label> find(Viewer viewer, String query, int limit) {
        var conditions = new ArrayList<String>();
        var parameters = new HashMap<String, Object>();
        readQuery(query, conditions, parameters);
        if (conditions.isEmpty()) {
            return List.of();
        }
        if (parameters.containsKey("whole")) {
            // One letter in three may differ; the names that sound alike are found besides.
            jdbc.sql("select set_config('pg_trgm.word_similarity_threshold', '0.5', true)")
                    .query(String.class)
                    .single();
        }
        var visible = access.visible(viewer, "p", DataKind.IDENTITY);
        return jdbc.sql("select p.pathway_ref, p.given_name, p.family_name, p.date_of_birth from person p where "
                        + String.join(" and ", conditions) + " and (" + visible.sql() + ") order by "
                        + (parameters.containsKey("whole") ? "similarity(p.name_key, :whole) desc, " : "")
                        + "p.family_name, p.given_name, p.pathway_ref limit :most")
                .params(parameters)
                .params(visible.parameters())
                .param("most", Math.max(1, Math.min(limit, MOST_RESULTS)))
                .query((rs, row) -> label(rs))
                .list();
    }

    /** A reference, an NHS number, a date of birth, or words of a name, alone or with a date of birth. */
    private static void readQuery(String query, List<String> conditions, Map<String, Object> parameters) {
        String text = query.strip();
        if (text.isEmpty() || text.length() > 500) {
            return;
        }
        String reference = text.toUpperCase(Locale.ROOT);
        if (PathwayRef.isValid(reference)) {
            conditions.add("p.pathway_ref = :reference");
            parameters.put("reference", reference);
            return;
        }
        var nhsNumber = NhsNumber.read(text);
        if (nhsNumber.isPresent()) {
            conditions.add("p.nhs_number = :nhsNumber");
            parameters.put("nhsNumber", nhsNumber.get().value());
            return;
        }
        var rest = new StringBuilder();
        for (String part : SPACES.split(text, -1)) {
            var date = PersonDraft.readDate(part);
            if (date.isPresent() && !parameters.containsKey("birth")) {
                conditions.add("p.date_of_birth = :birth");
                parameters.put("birth", date.get());
            } else {
                rest.append(part).append(' ');
            }
        }
        List<String> words = NameSpelling.words(rest.toString());
        for (int i = 0; i < Math.min(words.size(), MOST_WORDS); i++) {
            conditions.add(wordCondition(words.get(i), i, parameters));
        }
        if (!words.isEmpty()) {
            parameters.put("whole", String.join(" ", words));
        }
    }

    private static String wordCondition(String word, int i, Map<String, Object> parameters) {
        parameters.put("begins" + i, "% " + word.replaceAll("[\\\\%_]", "\\\\$0") + "%");
        String begins = "p.name_key like :begins" + i;
        if (word.length() < 3) {
            return begins;
        }
        parameters.put("word" + i, word);
        String similar = begins + " or :word" + i + " <% p.name_key";
        String sound = NameSpelling.sound(word);
        if (sound.length() > 1) {
            parameters.put("sound" + i, sound);
            similar += " or p.name_sounds @> array[cast(:sound" + i + " as text)]";
        }
        return "(" + similar + ")";
    }

    Map<PathwayRef, Label> labels(Viewer viewer, Collection<PathwayRef> pathways) {
        if (pathways.isEmpty()) {
            return Map.of();
        }
        var visible = access.visible(viewer, "p", DataKind.IDENTITY);
        var labels = new HashMap<PathwayRef, Label>();
        jdbc.sql("select p.pathway_ref, p.given_name, p.family_name, p.date_of_birth from person p"
                        + " where p.pathway_ref = any(:references) and (" + visible.sql() + ")")
                .param("references", pathways.stream().map(PathwayRef::value).toArray(String[]::new))
                .params(visible.parameters())
                .query((rs, row) -> label(rs))
                .list()
                .forEach(label -> labels.put(label.pathway(), label));
        return labels;
    }

    Map<CarerId, String> carerNames(Viewer viewer, Collection<CarerId> carers) {
        if (carers.isEmpty()) {
            return Map.of();
        }
        var visible = access.visible(viewer, "c", DataKind.PATHWAY);
        var names = new HashMap<CarerId, String>();
        jdbc.sql("select c.id, c.name from carer c where c.id = any(:carers) and (" + visible.sql() + ")")
                .param("carers", carers.stream().map(CarerId::value).toArray(UUID[]::new))
                .params(visible.parameters())
                .query(row -> {
                    names.put(new CarerId(row.getObject("id", UUID.class)), row.getString("name"));
                });
        return names;
    }

    private static Label label(ResultSet rs) throws SQLException {
        return new Label(
                new PathwayRef(rs.getString("pathway_ref")),
                rs.getString("given_name") + " " + rs.getString("family_name"),
                rs.getObject("date_of_birth", LocalDate.class));
    }

    /** A likely duplicate together with the pathway it is about, which the viewer may not learn. */
    record Match(PathwayRef pathway, LikelyDuplicate duplicate) {}

    List<List<Match>> matches(Viewer viewer, List<NewPerson> people) {
        Candidates candidates = candidates(people);
        List<List<Resemblance>> found = people.stream()
                .map(Traits::of)
                .map(incoming -> candidates.near(incoming).stream()
                        .flatMap(known -> resemblance(incoming, known).stream())
                        .sorted(Comparator.comparing(Resemblance::likeness))
                        .toList())
                .toList();
        Map<PathwayRef, Label> visible = labels(
                viewer,
                found.stream()
                        .flatMap(List::stream)
                        .map(resemblance -> resemblance.known().pathway())
                        .collect(Collectors.toSet()));
        var organisations = new HashMap<String, String>();
        return found.stream()
                .map(some -> some.stream()
                        .map(one -> match(one, visible.get(one.known().pathway()), organisations))
                        .toList())
                .toList();
    }

    private record Resemblance(Likeness likeness, boolean isCertain, Known known) {}

    private static Optional<Resemblance> resemblance(Traits incoming, Known known) {
        return DuplicatePolicy.likeness(incoming, known.traits())
                .map(likeness -> new Resemblance(likeness, DuplicatePolicy.isCertain(incoming, known.traits()), known));
    }

    private Match match(Resemblance found, @Nullable Label visible, Map<String, String> organisations) {
        return new Match(
                found.known().pathway(),
                new LikelyDuplicate(
                        found.likeness(),
                        visible == null ? null : visible.pathway(),
                        visible,
                        organisations.computeIfAbsent(found.known().organisation(), this::organisationName),
                        found.isCertain(),
                        found.known().hasEnded()));
    }

    private String organisationName(String id) {
        return directory.organisation(id).map(Directory.Organisation::name).orElse(id);
    }

    private record Known(PathwayRef pathway, Traits traits, String organisation, boolean hasEnded) {}

    private record Candidates(
            Map<String, List<Known>> byNumber,
            Map<LocalDate, List<Known>> byBirth,
            Map<String, List<Known>> byPostcode) {

        Collection<Known> near(Traits traits) {
            var near = new LinkedHashSet<Known>();
            add(near, byNumber, traits.nhsNumber());
            add(near, byBirth, traits.dateOfBirth());
            add(near, byPostcode, traits.postcode());
            return near;
        }

        private static <K> void add(Collection<Known> near, Map<K, List<Known>> by, @Nullable K key) {
            if (key != null) {
                by.getOrDefault(key, List.of()).stream().limit(MOST_CANDIDATES).forEach(near::add);
            }
        }
    }

    private Candidates candidates(List<NewPerson> people) {
        List<Known> known = jdbc.sql("""
                        select p.pathway_ref, p.given_name, p.family_name, p.preferred_name, p.date_of_birth, p.nhs_number,
                            p.postcode, p.receiving_organisation, p.ended_at
                        from person p
                        where p.nhs_number = any(:numbers) or p.date_of_birth = any(cast(:births as date[]))
                            or p.postcode = any(:postcodes)
                        """)
                .param("numbers", all(people, NewPerson::nhsNumber))
                .param("births", all(people, person -> person.dateOfBirth().toString()))
                .param("postcodes", all(people, NewPerson::postcode))
                .query((rs, row) -> known(rs))
                .list();
        return new Candidates(
                by(known, one -> one.traits().nhsNumber()),
                by(known, one -> one.traits().dateOfBirth()),
                by(known, one -> one.traits().postcode()));
    }

    private static String[] all(List<NewPerson> people, Function<NewPerson, @Nullable String> part) {
        return people.stream().map(part).filter(Objects::nonNull).distinct().toArray(String[]::new);
    }

    private static <K> Map<K, List<Known>> by(List<Known> known, Function<Known, @Nullable K> part) {
        var map = new HashMap<K, List<Known>>();
        for (Known one : known) {
            K key = part.apply(one);
            if (key != null) {
                map.computeIfAbsent(key, absent -> new ArrayList<>()).add(one);
            }
        }
        return map;
    }

    private static Known known(ResultSet rs) throws SQLException {
        String preferred = rs.getString("preferred_name");
        return new Known(
                new PathwayRef(rs.getString("pathway_ref")),
                new Traits(
                        Name.of(
                                rs.getString("given_name"),
                                preferred == null ? "" : preferred,
                                rs.getString("family_name")),
                        rs.getObject("date_of_birth", LocalDate.class),
                        rs.getString("nhs_number"),
                        rs.getString("postcode")),
                rs.getString("receiving_organisation"),
                rs.getObject("ended_at") != null);
    }
}
