use prost_types::{EnumDescriptorProto, EnumValueDescriptorProto, FileDescriptorProto, FileDescriptorSet};

fn main() {
    println!("cargo::rerun-if-changed=src/codes.txt");
    let codes = std::fs::read_to_string("src/codes.txt").unwrap();
    let value = |(number, code): (i32, &str)| EnumValueDescriptorProto {
        name: Some(code.to_owned()),
        number: Some(number),
        options: None,
    };
    let code = EnumDescriptorProto {
        name: Some("Code".to_owned()),
        value: (0..).zip(codes.lines()).map(value).collect(),
        ..Default::default()
    };
    let file = FileDescriptorProto {
        name: Some("codes.proto".to_owned()),
        package: Some("codes".to_owned()),
        enum_type: vec![code],
        syntax: Some("proto3".to_owned()),
        ..Default::default()
    };
    prost_build::Config::new().compile_fds(FileDescriptorSet { file: vec![file] }).unwrap();
}
