package org.waymark.bereavement;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** What support in bereavement needs to know and does not keep. The pathway, which knows all modules, answers. */
@WithoutViewer("support is planned by it; a form shows names from it to whoever has its task")
public interface KnownOfCarers {

    Known of(PathwayRef pathway);

    /**
     * What is known now.
     *
     * @param carerStrain the highest known strain of caring
     * @param coordinator who looks after the carers now; null when nobody was named
     * @param carers for forms and pages only; never stored or evaluated
     */
    record Known(
            String calledName,
            LocalDate dateOfBirth,
            @Nullable LocalDate diedOn,
            String carerStrain,
            @Nullable String coordinator,
            String coordinatorOrganisation,
            Map<CarerId, Carer> carers) {}

    /** How a carer is called and reached. */
    record Carer(String name, String relationship, @Nullable String phone) {}

    /** Services that help in bereavement and may be told, for the choice on a form. */
    List<Choice> help(PathwayRef pathway);

    /** One line of that choice. */
    record Choice(String serviceId, String name) {}
}
