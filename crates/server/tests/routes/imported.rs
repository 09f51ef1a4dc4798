//! An operator's own institutions.

use std::{fs, sync::Arc};

use linkspan_server::serve::{PublicOrigins, Server};
use serde_json::{Value, json};

use crate::harness::{
    self, App, Client,
    binary::{Data, refused, said},
    data::HELPERS,
};

const LINES: &str = "id,name,url,aliases,routing_numbers,countries,color,featured\n\
     bcinst_op_first,First Harbour Bank,firstharbour.com,First Harbour|FHB,110000000,US,#224466,\n\
     bcinst_op_second,Zweite Bank,zweite.bank,,,DE|AT,,\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_are_found_and_honestly_not_available() {
    let app = App::start().await;
    let file = app.dir.path().join("own.csv");
    fs::write(&file, LINES).expect("a file");
    let data = app.dir.path().join("data");
    let words = ["institutions", "import", &file.display().to_string()];
    let imported = Data::of(&data).await.on(&words);
    assert!(imported.status.success(), "{}", said(imported));

    let server: Server =
        harness::start(app.dir.path(), Arc::clone(&app.clock), PublicOrigins::default()).await;
    let merchant = Client::new(&server.ready.api, &server.ready.secret_key, &server.ready.publishable_key);
    let path = "/v1/financial_connections/institutions/bcinst_op_first";
    let shown = merchant.get(path).await.ok();
    assert_eq!((&shown["name"], &shown["status"]), (&json!("First Harbour Bank"), &json!("inactive")));
    assert_eq!(shown["features"]["balances"]["supported"], false);
    assert_eq!(shown["url"], "https://firstharbour.com");
    let found = server.state.directory.search("fhb", 1).expect("an answer");
    assert_eq!(found[0].id, "bcinst_op_first");

    let session = merchant.session().await;
    let link = format!("{HELPERS}/sessions/{}/link", session["id"].as_str().expect("an id"));
    let params = [("institution", "bcinst_op_first"), ("accounts[]", "Checking")];
    let refused = merchant.post(&link, &params).await;
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(refused.body["error"]["code"], "institution_unavailable_unplanned");
    // The test bank does not play it either.
    let bank = format!("{}/bcinst_op_first/health", server.ready.bank);
    assert_eq!(merchant.http.get(bank).send().await.expect("an answer").status(), 404);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_exported_can_be_imported_again() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = Data::of(dir.path()).await;
    let file = |name: &str| dir.path().join(name);
    fs::write(file("own.csv"), LINES).expect("a file");
    let import = |name: &str| data.json(&["institutions", "import", &file(name).display().to_string()]);
    assert_eq!(import("own.csv"), json!({ "imported": 2, "removed": 0 }));
    let exported = data.on(&["institutions", "export"]).stdout;
    fs::write(file("again.json"), &exported).expect("a file");
    assert_eq!(import("again.json"), json!({ "imported": 2, "removed": 0 }));
    assert_eq!(data.on(&["institutions", "export"]).stdout, exported);
    let csv = data.on(&["institutions", "export", "--csv"]).stdout;
    fs::write(file("again.csv"), csv).expect("a file");
    assert_eq!(import("again.csv"), json!({ "imported": 2, "removed": 0 }));
    assert_eq!(data.on(&["institutions", "export"]).stdout, exported);

    let listed = data.json(&["institutions", "list"]);
    let own = |row: &&Value| row["source"] == "operator";
    assert_eq!(listed.as_array().expect("rows").iter().filter(own).count(), 2);
    // A file is the whole directory: what it does not have goes.
    fs::write(file("none.json"), "[]").expect("a file");
    assert_eq!(import("none.json"), json!({ "imported": 0, "removed": 2 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_named_by_line_and_field_and_nothing_is_imported() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("own.csv");
    fs::write(
        &file,
        "id,name,url,countries,color,size\n\
         bcinst_op_a,A Bank,a.bank,US,#224466,\n\
         bcinst_op_b,,https://b.bank/x,usa,#ffffff,9\n\
         bcinst_op_a,Other Bank,other.bank,US,,\n\
         bcinst_cedar,Fine Bank,fine.bank,US,,\n\
         bcinst_op_c,Northline,c.bank,US,,\n\
         bcinst_op_d,D Bank,d.bank,US,#ffffff,\n\
         bad id,,e.bank,ZZ,,\n\
         bcinst_cedar,F Bank,f.bank,,,\n",
    )
    .expect("a file");
    let dir_of_data = dir.path().join("data");
    let data = Data::of(&dir_of_data).await;
    let text = refused(data.on(&["institutions", "import", &file.display().to_string()]));
    for wrong in [
        "line 3: name is missing",
        "line 3: url is not a host name",
        "line 3: countries is not",
        "line 3: size is no field",
        "line 4: id is there twice",
        "line 5: id is there twice",
        "line 6: name is there twice",
        "line 7: color is too light",
        "line 8: id ",
        "line 8: name is missing",
        "line 8: countries is not",
        "line 9: id is there twice",
        "line 9: countries is not",
    ] {
        assert!(text.contains(wrong), "{wrong}: {text}");
    }
    let places: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once("line ")?.1)).collect();
    assert!(places.is_sorted_by_key(|place| &place[..1]), "{text}");
    assert!(!text.contains("line 2"), "{text}");
    assert!(!dir_of_data.exists());

    let json = dir.path().join("own.json");
    fs::write(&json, r#"[{"id": "bcinst_op_a", "name": 5, "url": "a.bank", "countries": ["US"]}]"#)
        .expect("a file");
    let text = refused(data.on(&["institutions", "import", &json.display().to_string()]));
    assert!(text.contains("institution 1: name is not a text"), "{text}");
    let other = dir.path().join("own.xml");
    let text = refused(data.on(&["institutions", "import", &other.display().to_string()]));
    assert!(text.contains(".json or .csv"), "{text}");
}
