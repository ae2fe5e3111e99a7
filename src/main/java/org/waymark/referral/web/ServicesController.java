package org.waymark.referral.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.waymark.access.Directory;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.web.Words;

/** The service directory, to read: who answers which need, where. */
@Controller
class ServicesController {

    private final ServiceDirectory services;
    private final Directory directory;
    private final Words words;

    ServicesController(ServiceDirectory services, Directory directory, Words words) {
        this.services = services;
        this.directory = directory;
        this.words = words;
    }

    @GetMapping("/services")
    String services(Model model) {
        Map<String, List<Service>> byNeed = services.all().stream()
                .collect(Collectors.groupingBy(
                        service -> words.code("Service", service.code()), TreeMap::new, Collectors.toList()));
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
