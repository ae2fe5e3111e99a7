package org.waymark.referral.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.waymark.access.Directory;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** The service directory, to read: who answers which need, where. */
@Controller
class ServicesController {

    private final ServiceDirectory services;
    private final Directory directory;

    ServicesController(ServiceDirectory services, Directory directory) {
        this.services = services;
        this.directory = directory;
    }

    @GetMapping("/services")
    String services(Model model) {
        Map<String, List<Service>> byNeed = services.all().stream()
                .collect(Collectors.groupingBy(Service::code, LinkedHashMap::new, Collectors.toList()));
        List<String> areas =
                services.all().stream().map(Service::area).distinct().toList();
        model.addAttribute("services", byNeed);
        model.addAttribute("area", areas.size() == 1 ? areas.get(0) : null);
        model.addAttribute(
                "organisations",
                directory.organisations().stream()
                        .collect(Collectors.toMap(Directory.Organisation::id, Directory.Organisation::name)));
        return "referral/services";
    }
}
