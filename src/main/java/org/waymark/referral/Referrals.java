package org.waymark.referral;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referral.Service;

/** Sends referrals, keeps their loop and closes them; a referral is closed when its outcome has been read by the sender. */
public interface Referrals {

    record NewReferral(
            PathwayRef pathway,
            String serviceId,
            Priority priority,
            List<String> reasons,
            AgreedBy agreedBy,
            @Nullable CarerId forCarer,
            @Nullable String predecessor,
            /** Username and organisation of the coordinator, who answers questions and decides after a decline. */
            String coordinator,
            String coordinatorOrganisation,
            /** UNSTABLE or DYING shortens the clocks of palliative help; null when not known. */
            @Nullable String phase) {}

    /** Stores the referral, opens the relationship to the service's organisation and starts {@code partner-referral}. */
    String send(Viewer viewer, NewReferral referral);

    /** Referrals of one person that the viewer may see, newest first. */
    List<Referral> of(Viewer viewer, PathwayRef pathway);

    /** For the system's own work: no viewer, never shown. */
    List<Referral> openOf(PathwayRef pathway);

    /** A page of referrals sent to, or sent by, the viewer's organisation. */
    List<Referral> ofOrganisation(
            Viewer viewer, Direction direction, boolean openOnly, @Nullable String beforeId, int size);

    enum Direction {
        RECEIVED,
        SENT
    }

    /** The directory's services for a code that can take a person now, by name. */
    List<Service> servicesFor(String code);

    List<Service> directory();

    void addService(Service service);

    /** Asks the referral's process to close it: the service is told and the referral becomes CANCELLED. */
    void withdraw(Viewer viewer, String referralId, String endReason);
}
